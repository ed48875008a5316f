import { Agent, request } from 'node:http';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { startPlatformServer } from './platform-server.ts';

/** One request on a connection that is kept, as a load balancer keeps it. */
function send(
  address: string,
  agent: Agent,
  body: object,
): Promise<{ status: number; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${address}/v1/widgets/actions/break`,
      {
        agent,
        method: 'POST',
        headers: { authorization: 'Bearer alice', 'content-type': 'application/json' },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode!, connection: response.headers.connection }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

const all = (count: number, connection: string) =>
  Array.from({ length: count }, () => ({ status: 204, connection }));

test('running requests are answered, connections that are kept hear good-bye, and nobody is refused', async () => {
  const server = await startPlatformServer();
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const ask = (count: number, how: string) =>
    Promise.all(Array.from({ length: count }, () => send(server.address, agent, { how })));
  const opened = await ask(8, 'select 1');
  expect(opened).toEqual(all(8, 'keep-alive'));

  // Four requests run until this connection lets go of the lock; four connections are idle.
  const holder = postgres(server.database.url, { max: 1 });
  await holder`select pg_advisory_lock(1)`;
  const running = ask(4, 'select pg_advisory_xact_lock(1)');
  await expect
    .poll(() => server.database.sql`select 1 from pg_locks where locktype = 'advisory' and not granted`)
    .toHaveLength(4);
  const stopped = server.app.close();
  expect(await ask(4, 'select 1')).toEqual(all(4, 'close'));
  // Nobody new comes in any more, and those who are inside are still answered.
  await expect.poll(() => server.app.server.listening).toBe(false);
  await holder`select pg_advisory_unlock(1)`;
  expect(await running).toEqual(all(4, 'close'));
  await stopped;
  agent.destroy();
  await holder.end();
  await server.database.drop();
});

test('who stalls does not hold up the end for longer than the set time', async () => {
  const server = await startPlatformServer({ CARAVAN_STOP_TIMEOUT: '1s', CARAVAN_REQUEST_TIMEOUT: '1h' });
  const stalled = server.raw('POST /v1/widgets HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{');
  await expect
    .poll(() => new Promise((resolve) => server.app.server.getConnections((_error, count) => resolve(count))))
    .toBe(1);
  // Without the set time this would take as long as the request may.
  await server.stop();
  await stalled;
});
