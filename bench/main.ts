import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { ScenarioOptions } from './live/figures.ts';

interface Scenario {
  name: string;
  run(options: ScenarioOptions): Promise<void>;
}

/** Each is loaded only when asked for: some bring rivals that others do not need. */
const scenarios: Record<string, () => Promise<Scenario>> = {
  list: () => import('./scenarios/list.ts'),
  create: () => import('./scenarios/create.ts'),
  audit: () => import('./scenarios/audit.ts'),
  alike: () => import('./scenarios/alike.ts'),
  growth: () => import('./scenarios/growth.ts'),
  routing: () => import('./scenarios/routing.ts'),
  'map-swap': () => import('./scenarios/map-swap.ts'),
  start: () => import('./scenarios/start.ts'),
  web: () => import('./scenarios/web.ts'),
  ingest: () => import('./scenarios/ingest.ts'),
  fanout: () => import('./scenarios/fanout.ts'),
  idle: () => import('./scenarios/idle.ts'),
  soak: () => import('./scenarios/soak.ts'),
  tiles: () => import('./scenarios/tiles.ts'),
  stalled: () => import('./scenarios/stalled.ts'),
};

const args = process.argv.slice(2);
const flags = new Set(args.filter((arg) => arg.startsWith('--')));
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.find((name) => !(name in scenarios));

if (flags.has('--help') || unknown !== undefined || names.length === 0) {
  const usage = `npm run bench -- <scenario …> [--json] [--quick]\nScenarios: ${Object.keys(scenarios).join(', ')}\n`;
  (unknown === undefined ? process.stdout : process.stderr).write(
    unknown === undefined ? usage : `There is no scenario "${unknown}".\n${usage}`,
  );
  process.exit(unknown === undefined ? 0 : 2);
}

const json = flags.has('--json');
const quick = flags.has('--quick');

for (const name of names) {
  const lines: object[] = [];
  const scenario = await (scenarios[name] as () => Promise<Scenario>)();
  await scenario.run({
    json,
    quick,
    out: (line) => {
      lines.push(line);
      process.stdout.write(`${JSON.stringify(line)}\n`);
    },
  });
  if (!json) printTable(lines);
  if (!quick) keep(name, lines);
}

function printTable(lines: readonly object[]): void {
  const rows = lines.filter((line) => !('ratios' in line));
  if (rows.length > 0) console.table(rows);
}

/** Results are kept with what they were measured on; a figure without that says nothing. */
function keep(name: string, lines: readonly object[]): void {
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryGigabytes: Math.round(totalmem() / 1e9),
  };
  const record = {
    scenario: name,
    at: new Date().toISOString(),
    commit,
    node: process.version,
    postgres: '18.4',
    machine,
    lines,
  };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(record, null, 2)}\n`);
}
