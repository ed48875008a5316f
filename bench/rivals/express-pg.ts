import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import { inputOf, serve } from '../live/processes.ts';

/**
 * The common stack as its documentation shows it: Express, a pg pool, a named prepared statement, res.json. No login,
 * no limits, no logs, no metrics.
 */
const { target } = inputOf<{
  target: { host: string; port: number; database: string; username: string; password: string };
}>();
const pool = new pg.Pool({ ...target, user: target.username, max: 10 });
const app = express();
app.disable('x-powered-by');
app.use(express.json());

const listText = `
  select id, state, version, state_since as "stateSince", reference, customer_id as "customerId", region_id as "regionId",
    pickup, dropoff, window_from as "windowFrom", window_to as "windowTo", weight_grams as "weightGrams",
    required_skills as "requiredSkills", proof_rules as "proofRules", notes, price_minor as "priceMinor", currency,
    assignment_mode as "assignmentMode", driver_id as "driverId", route_position as "routePosition", tries,
    failure_reason as "failureReason", exception, exception_since as "exceptionSince", eta_at as "etaAt",
    delivered_at as "deliveredAt", created_at as "createdAt", updated_at as "updatedAt"
  from deliveries.deliveries where customer_id = $1 and state = $2 order by id desc limit $3`;

app.get('/v1/deliveries', async (request, response) => {
  const { customerId, state, limit } = request.query;
  const { rows } = await pool.query({
    name: 'list',
    text: listText,
    values: [customerId, state, Number(limit)],
  });
  response.json({ items: rows });
});

const server = app.listen(0, '127.0.0.1', () =>
  serve({ port: (server.address() as AddressInfo).port, token: '' }, () => ({})),
);
