import { Agent, request } from 'node:http';
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

test('running requests are answered, connections that are kept hear good-bye, and nobody is refused', async () => {
  const server = await startPlatformServer();
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const running = Array.from({ length: 4 }, () =>
    send(server.address, agent, { how: 'sleep', milliseconds: 300 }),
  );
  await expect
    .poll(
      async () =>
        (
          await server.database.sql`select 1 from pg_stat_activity
            where datname = current_database() and wait_event = 'PgSleep'`
        ).length,
    )
    .toBe(4);
  const queued = Array.from({ length: 4 }, () => send(server.address, agent, { how: 'select 1' }));
  const stopped = server.stop();
  const answers = await Promise.all([...running, ...queued]);
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(204));
  expect(answers.some(({ connection }) => connection === 'close')).toBe(true);
  await stopped;
  agent.destroy();
});

test('who stalls does not hold up the end for longer than the set time', async () => {
  const server = await startPlatformServer({ CARAVAN_STOP_TIMEOUT: '1s' });
  const stalled = server.raw('POST /v1/widgets HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{');
  await expect
    .poll(() => new Promise((resolve) => server.app.server.getConnections((_error, count) => resolve(count))))
    .toBe(1);
  const startedMs = performance.now();
  await server.stop();
  expect(performance.now() - startedMs).toBeLessThan(8000);
  await stalled;
});
