import { appendFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the workers of one test run write down which operations they have called; the run is its main process. */
export const exercisedFolder = (runPid: number): string =>
  path.join(tmpdir(), `caravan_operations_${runPid}`);

const noted = new Set<string>();

export function noteOperation(operation: string): void {
  if (noted.has(operation)) return;
  noted.add(operation);
  const folder = exercisedFolder(process.ppid);
  mkdirSync(folder, { recursive: true });
  appendFileSync(path.join(folder, `${process.pid}.txt`), `${operation}\n`);
}
