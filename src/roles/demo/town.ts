import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Address } from '../../../simulator/types.ts';
import { geographyOf } from '../../capabilities/geography/api.ts';
import type { Context } from '../../platform/context.ts';
import { dbConfig } from '../../platform/db/db-config.ts';

const mapName = 'port-caravan';
const addressCount = 1500;

/** Doors of the demo's island town, whose map is drawn on first run. */
export async function demoAddresses(
  ctx: Pick<Context, 'config' | 'clock'>,
  seed: number,
): Promise<Address[]> {
  const geography = geographyOf(ctx);
  await geography.ready();
  if (geography.randomAddresses(1, seed, mapName).length === 0) {
    const workerData = { dataFolder: ctx.config.get(dbConfig).dataFolder, nowMs: ctx.clock.nowMs() };
    await once(new Worker(new URL('./draw-town.ts', import.meta.url), { workerData }), 'exit');
    await geography.atlas.refresh();
  }
  return geography
    .randomAddresses(addressCount, seed, mapName)
    .map(({ street, houseNumber, postcode, city, lat, lng }) => ({
      ...(street && { street }),
      ...(houseNumber && { houseNumber }),
      ...(postcode && { postcode }),
      ...(city && { city }),
      lat,
      lng,
    }));
}
