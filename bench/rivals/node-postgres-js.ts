import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { inputOf, serve } from '../live/processes.ts';

/** The least that can answer: node:http, postgres.js, JSON.stringify. An upper bound, not a product. */
const { target } = inputOf<{
  target: { host: string; port: number; database: string; username: string; password: string };
}>();
const sql = postgres({ ...target, max: 10 });

const server = createServer(async (request, response) => {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const items = await sql`
    select id, state, version, state_since as "stateSince", reference, customer_id as "customerId", region_id as "regionId",
      pickup, dropoff, window_from as "windowFrom", window_to as "windowTo", weight_grams as "weightGrams",
      required_skills as "requiredSkills", proof_rules as "proofRules", notes, price_minor as "priceMinor", currency,
      assignment_mode as "assignmentMode", driver_id as "driverId", route_position as "routePosition", tries,
      failure_reason as "failureReason", exception, exception_since as "exceptionSince", eta_at as "etaAt",
      delivered_at as "deliveredAt", created_at as "createdAt", updated_at as "updatedAt"
    from deliveries.deliveries
    where customer_id = ${query.get('customerId')} and state = ${query.get('state')}
    order by id desc limit ${query.get('limit')}`;
  const body = JSON.stringify({ items });
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
});
server.listen(0, '127.0.0.1', () =>
  serve({ port: (server.address() as AddressInfo).port, token: '' }, () => ({})),
);
