import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, startFleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import { installIndexedDb } from './memory-indexeddb.ts';
import { runSequence, type Tally } from './sequence.ts';

/** `CARAVAN_OFFLINE_SEQUENCES=1000` for all of the promise; CI runs a part of it each time. */
const sequences = Number(process.env['CARAVAN_OFFLINE_SEQUENCES'] ?? 40);
const first = Number(process.env['CARAVAN_OFFLINE_SEED'] ?? 1);

let fleet: Fleet;
beforeAll(async () => {
  installIndexedDb();
  fleet = await startFleet({
    settings: { CARAVAN_DELIVERIES_MAX_ACTIVE_PER_DRIVER: '200', CARAVAN_DELIVERIES_OFFER_TTL: '1h' },
  });
});
afterAll(() => fleet.stop());

test('whatever happens to the phone: nothing lost, nothing on the wrong stop, both times kept', async () => {
  const tally: Tally = {};
  for (let seed = first; seed < first + sequences; seed++) {
    try {
      await runSequence(fleet, seed, tally);
    } catch (error) {
      throw new Error(`Sequence ${seed} failed: ${(error as Error).message}`, { cause: error });
    }
  }
  console.info(`${sequences} sequences: ${JSON.stringify(tally, Object.keys(tally).sort())}`);
  expect(tally['items done']).toBeGreaterThan(sequences);
}, 3_600_000);
