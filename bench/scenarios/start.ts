import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { residentBytes } from '../live/processes.ts';
import { median, round, type ScenarioOptions, spread } from '../live/figures.ts';

export const name = 'start';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const restMillis = 6000;

/** PERF-8: from the command to the ready line on existing data, and the memory of all roles at rest. */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'caravan-bench-start-'));
  try {
    const first = await startOnce(folder, 0);
    out({
      scenario: name,
      side: 'first start, with initdb and migrations',
      readySeconds: round(first.readySeconds),
    });
    const starts: number[] = [];
    const rest: number[] = [];
    for (let index = 0; index < (quick ? 2 : 5); index++) {
      const { readySeconds, residentMegabytes } = await startOnce(folder, restMillis);
      starts.push(readySeconds);
      rest.push(residentMegabytes);
    }
    out({
      scenario: name,
      side: 'caravan',
      readySeconds: round(median(starts)),
      spread: round(spread(starts)),
      residentMegabytesAtRest: Math.round(median(rest)),
    });
    out({
      scenario: name,
      ratios: { readyToBar: round(median(starts) / 3), memoryToBar: round(median(rest) / 200) },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts, waits for the ready line, lets it rest, stops it cleanly. */
async function startOnce(
  folder: string,
  waitMillis: number,
): Promise<{ readySeconds: number; residentMegabytes: number }> {
  const began = performance.now();
  // The flags of `npm run` are those of `npm start`.
  const child = spawn(
    process.execPath,
    [...process.execArgv, main, 'start', '--data', folder, '--port', '0', '--empty'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const readySeconds = await new Promise<number>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Caravan is ready')) resolve((performance.now() - began) / 1000);
    });
    child.once('exit', (code) => reject(new Error(`caravan start ended with ${code}: ${text}`)));
  });
  await new Promise((resolve) => setTimeout(resolve, waitMillis));
  const residentMegabytes = residentBytes(child.pid as number) / 1e6;
  child.kill('SIGTERM');
  await exited;
  return { readySeconds, residentMegabytes };
}
