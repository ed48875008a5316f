import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addCommands } from '../index.ts';
import { root } from '../where/source.ts';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

// Each call is a process of its own, and a migration starts a database in it.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'caravan-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function caravan(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'src/main.ts'), ...args], {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const jsonLines = ({ out }: Ended): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('caravan config', () => {
  test('prints value, source and meaning, and no password', async () => {
    const ended = await caravan(['config', '--json'], {
      CARAVAN_PORT: '8080',
      DATABASE_URL: 'postgresql://caravan:hunter2@db/caravan',
    });
    expect(ended.code).toBe(0);
    expect(ended.out).not.toContain('hunter2');
    const lines = jsonLines(ended);
    expect(lines.find(({ env }) => env === 'CARAVAN_PORT')).toMatchObject({
      value: 8080,
      source: 'environment',
    });
    expect(lines.find(({ env }) => env === 'CARAVAN_HOST')).toMatchObject({ source: 'default' });
    const changed = await caravan(['config', '--changed'], { CARAVAN_PORT: '8080' });
    expect(changed.out).toMatch(/^CARAVAN_PORT=8080 {2}\(environment\)\n {4}\S.*\n$/);
  });
  test('says in one sentence each what is wrong', async () => {
    const ended = await caravan(['config'], { CARAVAN_PORT: 'eighty', CARAVAN_HOTS: 'x' });
    expect(ended.code).toBe(2);
    expect(ended.err.trim().split('\n')).toEqual([
      'CARAVAN_PORT must be a number, but is "eighty".',
      'CARAVAN_HOTS is not a setting; did you mean CARAVAN_HOST?',
    ]);
  });
});

describe('caravan migrate', () => {
  test('lists, applies, and finds nothing more to do', async () => {
    const before = await caravan(['migrate', '--status', '--json', '--data', 'one']);
    expect(before.code).toBe(5);
    const [{ pending } = {}] = jsonLines(before);
    expect(pending).toContain('platform/0001-init.sql');
    const applied = await caravan(['migrate', '--json', '--data', 'one']);
    expect(applied.code).toBe(0);
    expect(jsonLines(applied)).toEqual([{ applied: pending }]);
    const after = await caravan(['migrate', '--status', '--data', 'one']);
    expect(after).toMatchObject({ code: 0, out: 'The database is at this version.\n' });
    const doctor = await caravan(['doctor', '--data', 'one', '--json'], { CARAVAN_PORT: '0' });
    expect(doctor).toMatchObject({ code: 0, out: '' });
  });
});

describe('caravan doctor', () => {
  test('tells wrong settings by their own exit code', async () => {
    const ended = await caravan(['doctor', '--json'], { CARAVAN_PORT: 'eighty' });
    expect(ended.code).toBe(2);
    expect(jsonLines(ended)).toMatchObject([{ code: 'SETTING_WRONG', severity: 'error' }]);
  });
  test('fails when something keeps Caravan from working', async () => {
    const ended = await caravan(['doctor', '--port', '0'], {
      DATABASE_URL: 'postgresql://caravan@127.0.0.1:1/caravan',
      CARAVAN_DB_CONNECT_TIMEOUT: '1s',
    });
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('DATABASE_UNREACHABLE');
  });
});

describe('caravan where', () => {
  test('prints file and line, or what looks alike', async () => {
    const found = await caravan(['where', 'GET', '/v1/events']);
    expect(found.code).toBe(0);
    expect(found.out).toMatch(
      /^src\/platform\/routes\/listEvents\.ts:\d+ {2}operation platform\.listEvents\n/,
    );
    const near = await caravan(['where', 'platform.listEvent']);
    expect(near.code).toBe(1);
    expect(near.err).toContain('Did you mean');
    expect(near.err).toContain('platform.listEvents');
  });
});

const program = new Command('caravan');
addCommands(program);
test.each(
  program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command])),
)('caravan $_name --help has an example', (command) => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  expect(help).toMatch(/Examples?:\n {2}/);
});
