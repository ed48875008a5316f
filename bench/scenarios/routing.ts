import { findOwnPoint, findOwnText, readAddresses, typingSpeed } from '../map/addresses.ts';
import { compare } from '../map/exactness.ts';
import { liechtenstein, town } from '../map/maps.ts';
import { realTraces, syntheticTracks } from '../map/matching.ts';
import { routeSpeed, tableSpeed } from '../map/speed.ts';
import type { Region } from '../../src/capabilities/geography/region/region.ts';
import { PROFILES } from '../../src/capabilities/geography/network/profile-rules.ts';
import type { ScenarioOptions } from '../live/figures.ts';

export const name = 'routing';

/** PERF-11, exactness, addresses and matching on a real country; and how all grows with the town. */
export async function run({ out, quick }: ScenarioOptions): Promise<void> {
  const country = await liechtenstein();
  if (country) {
    const { region, importSeconds } = country;
    out({
      figure: 'import to ready to route, seconds',
      bar: 15,
      value: Math.round(importSeconds * 100) / 100,
    });
    measureRoutes(region, 'liechtenstein', out);
    for (const profile of PROFILES) {
      const pairs = quick ? 500 : 10_000;
      out({ figure: `fast router beside Dijkstra, ${profile}`, ...compare(region, profile, pairs, 11) });
    }
    measureAddresses(region, out);
    measureMatching(region, quick, out);
  }
  for (const streetPoints of quick ? [10_000] : [10_000, 100_000, 1_000_000]) {
    const { region, drawSeconds, buildSeconds, cpuSeconds, stages } = town(streetPoints);
    const { counts } = region.about;
    out({
      figure: `town of ${streetPoints} street points`,
      streetPoints: counts.streetPoints,
      junctions: counts.junctions,
      addresses: counts.addresses,
      states: counts.states.car,
      drawSeconds: Math.round(drawSeconds * 10) / 10,
      buildSeconds: Math.round(buildSeconds * 10) / 10,
      cpuSeconds: Math.round(cpuSeconds * 10) / 10,
      carSeconds: stages['car'],
      bikeSeconds: stages['bike'],
      footSeconds: stages['foot'],
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    });
    measureRoutes(region, `town of ${streetPoints}`, out);
    out({ figure: `search while typing, town of ${streetPoints}`, ...typingSpeed(region, 200) });
  }
}

function measureRoutes(region: Region, where: string, out: ScenarioOptions['out']): void {
  for (const profile of PROFILES) {
    out({ figure: `one route, ${where}, ${profile}`, bar: 1, ...routeSpeed(region, profile, 2000) });
  }
  out({ figure: `table 100 x 100, ${where}, car, ms`, bar: 150, value: tableSpeed(region, 'car', 100, 9) });
  out({ figure: `table 1,000 x 1,000, ${where}, car, ms`, value: tableSpeed(region, 'car', 1000, 3) });
}

function measureAddresses(region: Region, out: ScenarioOptions['out']): void {
  const rows = readAddresses();
  if (!rows) return;
  const { misses, ...plain } = findOwnText(region, rows, false);
  out({ figure: 'address found first by its own text', ...plain, misses: JSON.stringify(misses) });
  const { misses: slipped, ...typo } = findOwnText(region, rows, true);
  out({ figure: 'address found first with one slip', ...typo, misses: JSON.stringify(slipped) });
  out({ figure: 'nearest address to its point is itself', ...findOwnPoint(region, rows) });
  out({ figure: 'search while typing, liechtenstein', ...typingSpeed(region, 400) });
}

function measureMatching(region: Region, quick: boolean, out: ScenarioOptions['out']): void {
  for (const noise of [5, 10, 20]) {
    for (const every of [1, 5, 30]) {
      const figures = syntheticTracks(region, quick ? 10 : 100, noise, every);
      out({ figure: `track matched, ${noise} m of noise, every ${every} s`, ...figures });
    }
  }
  const real = realTraces(region);
  if (real) out({ figure: 'real traces laid along streets, 5 m of noise', ...real });
}
