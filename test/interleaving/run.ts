import { parseArgs } from 'node:util';
import { startOwnServer } from './own-server.ts';
import { describeFailure, runSeed, scenarios, seedsToCatch, withStage } from './plays.ts';
import type { Stage } from './stage.ts';
import type { Scenario } from './scenario.ts';

export interface InterleavingOptions {
  /** Per scenario. Default 200. */
  seeds?: number;
  /** Only this scenario. */
  scenario?: string;
  /** Only this seed, with its steps. */
  seed?: number;
  /** With `seed`: a broken variant instead of the product. */
  variant?: string;
  log?: (line: string) => void;
}

/** For `npm run check -- interleaving [--seeds 200] [--scenario NAME [--seed N [--variant NAME]]]`. */
export async function run(): Promise<{ ok: boolean; summary: string }> {
  const { values } = parseArgs({
    strict: false,
    options: {
      seeds: { type: 'string' },
      scenario: { type: 'string' },
      seed: { type: 'string' },
      variant: { type: 'string' },
    },
  });
  const number = (value: unknown) => (value === undefined ? undefined : Number(value));
  const { failed } = await runInterleaving({
    seeds: number(values.seeds),
    scenario: values.scenario as string | undefined,
    seed: number(values.seed),
    variant: values.variant as string | undefined,
  });
  return { ok: failed === 0, summary: `${scenarios.length} scenarios, ${failed} failures` };
}

/** Runs the seeds of every scenario on a server of its own, and sees that each broken variant is caught. */
export async function runInterleaving(options: InterleavingOptions): Promise<{ failed: number }> {
  const chosen = scenarios.filter(({ name }) => options.scenario === undefined || name === options.scenario);
  if (chosen.length === 0) throw new Error(`Scenarios are ${scenarios.map(({ name }) => name).join(', ')}`);
  const server = await startOwnServer();
  try {
    let failed = 0;
    for (const scenario of chosen)
      failed += await withStage(server.url, (stage) => runScenario(stage, scenario, options));
    return { failed };
  } finally {
    await server.stop();
  }
}

async function runScenario(stage: Stage, scenario: Scenario, options: InterleavingOptions): Promise<number> {
  const { seeds = 200, seed: only, variant, log = console.log } = options;
  const { name, broken } = scenario;
  if (only !== undefined) {
    const verdict = await runSeed(stage, scenario, only, variant);
    log(describeFailure(name, { ...verdict, failure: verdict.failure ?? 'all invariants hold' }, variant));
    return verdict.failure && variant === undefined ? 1 : 0;
  }
  let [failed, steps, cuts] = [0, 0, 0];
  const startedMs = performance.now();
  for (let seed = 1; seed <= seeds; seed++) {
    const verdict = await runSeed(stage, scenario, seed);
    steps += verdict.trace.length;
    cuts += verdict.trace.filter((line) => line.endsWith(']')).length;
    if (!verdict.failure) continue;
    failed++;
    log(describeFailure(name, verdict));
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  log(`${name}: ${seeds} seeds, ${steps} steps, ${cuts} links cut, ${failed} failed (${seconds} s)`);
  for (const wrong of Object.keys(broken)) {
    const caught = await seedsToCatch(stage, scenario, wrong, seeds);
    const again = caught && (await runSeed(stage, scenario, caught.seed, wrong));
    const same = again !== undefined && JSON.stringify(again) === JSON.stringify(caught);
    if (!caught || !same) failed++;
    if (!caught) log(`  NOT CAUGHT in ${seeds} seeds: ${wrong}`);
    else
      log(
        `  caught by seed ${caught.seed}${same ? ', replays identically' : ', BUT REPLAYS OTHERWISE'}: ${wrong}: ${caught.failure}`,
      );
  }
  return failed;
}
