import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { ScenarioOptions } from './live/figures.ts';

interface Line {
  figure?: unknown;
}

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
  'web-frames': () => import('./scenarios/web-frames.ts'),
  'web-list': () => import('./scenarios/web-list.ts'),
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
  const usage = `npm run bench -- <scenario …> [--json] [--quick] [--parts=a,b]\nScenarios: ${Object.keys(scenarios).join(', ')}\n`;
  (unknown === undefined ? process.stdout : process.stderr).write(
    unknown === undefined ? usage : `There is no scenario "${unknown}".\n${usage}`,
  );
  process.exit(unknown === undefined ? 0 : 2);
}

const json = flags.has('--json');
const quick = flags.has('--quick');
const parts = args
  .find((arg) => arg.startsWith('--parts='))
  ?.slice('--parts='.length)
  .split(',');

for (const name of names) {
  const lines: Line[] = [];
  const scenario = await (scenarios[name] as () => Promise<Scenario>)();
  await scenario.run({
    json,
    quick,
    parts,
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

/** Lines of other parts that an earlier run has measured. */
function keptBefore(file: URL, lines: readonly Line[]): Line[] {
  if (!existsSync(file)) return [];
  const measured = new Set(lines.map((line) => line.figure));
  const before = JSON.parse(readFileSync(file, 'utf8')) as { lines: Line[] };
  return before.lines.filter((line) => !measured.has(line.figure));
}

/** Results are kept with what they were measured on; a figure without that says nothing. */
function keep(name: string, lines: readonly Line[]): void {
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${name}.json`, folder);
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
    lines: parts ? [...keptBefore(file, lines), ...lines] : lines,
  };
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}
