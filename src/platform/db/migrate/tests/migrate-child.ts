/* A process of its own that migrates: `migrate-child.ts URL FOLDER SCHEMA DIE_AT_STEP`; begins at the first line of stdin. */
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import postgres from 'postgres';
import { migrate } from '../migrate.ts';

const [url, folder, schema, dieAt] = process.argv.slice(2);
if (url === undefined || folder === undefined || schema === undefined)
  throw new Error('URL FOLDER SCHEMA needed');
process.stdout.write('up\n');
await once(process.stdin, 'data');
process.stdin.destroy();

const sql = postgres(url, { max: 1 });
let steps = 0;
try {
  const result = await migrate({
    sql,
    sets: [{ schema, folder: pathToFileURL(`${folder}/`) }],
    log: { info: () => undefined, warn: () => undefined },
    onStep() {
      if (steps++ === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
    },
  });
  process.stdout.write(`${JSON.stringify({ ...result, steps })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  process.exitCode = 1;
} finally {
  await sql.end();
}
