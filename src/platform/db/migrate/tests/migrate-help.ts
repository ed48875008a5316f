import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { MigrationSet } from '../migrate.ts';

const child = fileURLToPath(new URL('migrate-child.ts', import.meta.url));

export const quiet = { info: () => undefined, warn: () => undefined };

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** A folder with these files, as the set of a schema. */
export function setOf(schema: string, files: Record<string, string>): MigrationSet {
  const root = mkdtempSync(join(tmpdir(), 'caravan-migrations-'));
  roots.push(root);
  const folder = join(root, schema);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { schema, folder: pathToFileURL(`${folder}/`) };
}

interface ChildResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  applied?: string[];
  waitedForOther?: boolean;
  steps?: number;
  error?: string;
}

export interface Child {
  begin(): void;
  kill(): void;
  result: Promise<ChildResult>;
}

/** A process that stands ready to migrate; resolves once it runs. */
export async function readyChild(url: string, set: MigrationSet, dieAt = -1): Promise<Child> {
  const args = [child, url, fileURLToPath(set.folder).replace(/\/$/, ''), set.schema, String(dieAt)];
  const running = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface(running.stdout);
  const up = once(reader, 'line');
  reader.on('line', (line) => lines.push(line));
  const closed = once(running, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([
    up,
    closed.then(([code]) => {
      throw new Error(`The migrating process ended with ${code} before it began`);
    }),
  ]);
  return {
    begin: () => running.stdin.write('begin\n'),
    kill: () => void running.kill('SIGKILL'),
    result: closed.then(([code, signal]) => ({
      code,
      signal,
      ...(JSON.parse(lines.at(-1) === 'up' ? '{}' : (lines.at(-1) ?? '{}')) as object),
    })),
  };
}
