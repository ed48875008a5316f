import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { expect, test } from 'vitest';

test('a test run that is killed leaves no server and no folder behind', async () => {
  const program = `
    import setup from ${JSON.stringify(new URL('global-setup.ts', import.meta.url).href)};
    await setup({ provide: (name, { url }) => process.stdout.write(url + '\\n') });
    setInterval(() => {}, 1000);`;
  const { CARAVAN_TEST_DATABASE_URL: _stock, ...env } = process.env;
  const run = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const [url] = (await once(createInterface(run.stdout), 'line')) as [string];
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`SELECT setting AS folder FROM pg_settings WHERE name = 'unix_socket_directories'`;
  const folder = String(row?.['folder']);
  await sql.end();
  expect(existsSync(folder)).toBe(true);
  run.kill('SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
  await expect(postgres(url, { max: 1 })`SELECT 1`).rejects.toThrow('ECONNREFUSED');
}, 60_000);
