import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Puts the web app together if its sources have changed, as `npm start` does. */
export async function buildWebApp(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/web/build.ts', '--if-changed'], { cwd: root });
}
