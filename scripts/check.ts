/** `npm run check [-- name … [--option …]]`: the wider checks, one line each with its time. Without a name: all of them. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');

interface Outcome {
  ok: boolean;
  /** A few words for the line. */
  note?: string;
  /** Shown below the line when it failed. */
  output?: string;
}

/** What the `run.ts` in test/interleaving, test/chaos, test/fuzz and web/tests/screens export as `run`. */
export type LongCheck = () => Promise<{ ok: boolean; summary: string; details?: string }>;

type Check = () => Promise<Outcome>;

function program(command: string, args: readonly string[]): Check {
  return () =>
    new Promise((resolve) => {
      const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', (error) => resolve({ ok: false, output: error.message }));
      child.on('close', (code) =>
        resolve({ ok: code === 0, output: Buffer.concat(chunks).toString().trimEnd() }),
      );
    });
}

const tool = (name: string, ...args: string[]) => program(path.join(modules, '.bin', name), args);
const script = (...args: string[]) => program(process.execPath, args);

/** The first that fails ends it. */
function inTurn(parts: readonly Check[]): Check {
  return async () => {
    for (const part of parts) {
      const outcome = await part();
      if (!outcome.ok) return outcome;
    }
    return { ok: true };
  };
}

/** Everything for Node is one project; pages for the browser bring their own. */
function projects(): string[] {
  const pages = readdirSync(path.join(root, 'web'), { recursive: true, encoding: 'utf8' });
  return [
    '.',
    ...pages
      .filter((file) => file.endsWith('tsconfig.json') && !file.includes('node_modules'))
      .sort()
      .map((file) => `web/${file}`),
  ];
}

/** Long ones live beside their scenarios; each prints its own progress. */
function long(folder: string): Check {
  return async () => {
    const file = path.join(root, folder, 'run.ts');
    if (!existsSync(file)) return { ok: true, note: `absent: there is no ${folder}/run.ts yet` };
    const loaded = (await import(pathToFileURL(file).href)) as { run?: LongCheck };
    if (!loaded.run) return { ok: false, output: `${folder}/run.ts does not export run().` };
    const { ok, summary, details } = await loaded.run();
    return { ok, note: summary, ...(details && { output: details }) };
  };
}

/** The areas of the web app against their budgets; each area's line is shown. */
async function webReport(): Promise<Outcome> {
  const outcome = await script('scripts/web/report.ts')();
  return {
    ...outcome,
    note: (outcome.output ?? '')
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' '))
      .join('; '),
  };
}

const checks: Record<string, Check> = {
  types: inTurn(projects().map((project) => tool('tsc', '--noEmit', '-p', project))),
  lint: tool('oxlint', '--type-aware', '--deny-warnings', '-f', 'unix', '.'),
  format: tool('biome', 'format', '--reporter=summary', '.'),
  architecture: tool('vitest', 'run', 'test/architecture.test.ts', 'test/architecture/'),
  deps: tool(
    'depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    'src',
    'client',
    'simulator',
    'bench',
    'scripts',
    'test',
    'web',
  ),
  knip: tool('knip', '--no-progress'),
  web: webReport,
  licences: script('scripts/licences.ts'),
  reference: script('scripts/reference.ts', '--check'),
  openapi: tool('redocly', 'lint', '--config', 'redocly.yaml', 'docs/reference/openapi.json'),
  interleaving: long('test/interleaving'),
  chaos: long('test/chaos'),
  fuzz: long('test/fuzz'),
  axe: long('web/tests/screens'),
};

// What follows the first option belongs to the long checks: `interleaving --seeds 200`.
const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith('-'));
const asked = firstOption === -1 ? given : given.slice(0, firstOption);
const unknown = asked.find((name) => !(name in checks));
if (unknown !== undefined || process.argv.includes('--help')) {
  const names = Object.keys(checks).join(', ');
  process.stderr.write(
    `${unknown === undefined ? '' : `There is no check "${unknown}".\n`}npm run check [-- name … [--option …]]\nChecks: ${names}\n`,
  );
  process.exit(unknown === undefined ? 0 : 2);
}

let failed = 0;
for (const name of asked.length > 0 ? asked : Object.keys(checks)) {
  const started = performance.now();
  const outcome = await checks[name]!().catch(
    (error: Error) => ({ ok: false, output: error.stack ?? '' }) as Outcome,
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stdout.write(
    `${outcome.ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(13)}${seconds} s  ${outcome.note ?? ''}\n`,
  );
  if (!outcome.ok) {
    failed++;
    process.stdout.write(`${(outcome.output ?? '').replace(/^/gm, '    ')}\n`);
  }
}
process.exit(failed > 0 ? 1 : 0);
