import { buildRegion } from '../region/build-region.ts';
import type { RegionAbout } from '../region/region.ts';
import { mapsFolder, readCurrent, saveRegion } from '../region/store.ts';
import { generateTown } from './generate-town.ts';

export const DEMO_TOWN = { name: 'Port Caravan', seed: 7, streetPoints: 8700 };

/**
 * Puts the demo town in force as a map of its own, once: with the same seed and size it is the same
 * town everywhere. Returns undefined when it is there already.
 */
export async function createDemoMap(
  dataFolder: string,
  now: Date,
  options: { seed?: number; streetPoints?: number; replace?: boolean } = {},
): Promise<RegionAbout | undefined> {
  const folder = mapsFolder(dataFolder);
  const { maps } = await readCurrent(folder);
  const { replace, ...size } = options;
  if (!replace && maps.some((map) => map.name === 'port-caravan')) return undefined;
  const data = buildRegion(generateTown({ ...DEMO_TOWN, ...size }));
  await saveRegion(folder, data, now);
  return data.about;
}
