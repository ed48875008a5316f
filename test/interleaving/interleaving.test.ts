import { afterAll, describe, expect, test } from 'vitest';
import { startOwnServer } from './own-server.ts';
import { describeFailure, runSeed, scenarios, seedsToCatch, withStage } from './plays.ts';

const seeds = 10;
const most = 150;
const server = await startOwnServer();
afterAll(() => server.stop());

describe.each(scenarios.map((scenario) => ({ scenario })))('$scenario.name', ({ scenario }) => {
  test(
    scenario.promise,
    () =>
      withStage(server.url, async (stage) => {
        for (let seed = 1; seed <= seeds; seed++) {
          const verdict = await runSeed(stage, scenario, seed);
          expect(verdict.failure && describeFailure(scenario.name, verdict)).toBeUndefined();
        }
        for (const variant of Object.keys(scenario.broken)) {
          const caught = await seedsToCatch(stage, scenario, variant, most);
          expect(caught, `"${variant}" was not caught in ${most} seeds`).toBeDefined();
          const again = await runSeed(stage, scenario, caught!.seed, variant);
          expect(again).toEqual(caught);
        }
      }),
    60_000,
  );
});
