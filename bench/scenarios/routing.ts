import { findOwnPoint, findOwnText, readAddresses, typingSpeed } from '../map/addresses.ts';
import { compare } from '../map/exactness.ts';
import { liechtenstein, town } from '../map/maps.ts';
import { realTraces, syntheticTracks } from '../map/matching.ts';
import { areaSpeed, routeSpeed, tableSpeed, tileSpeed } from '../map/speed.ts';
import type { Region } from '../../src/capabilities/geography/region/region.ts';
import { PROFILES } from '../../src/capabilities/geography/network/profile-rules.ts';
import type { ScenarioOptions } from '../live/figures.ts';

export const name = 'routing';

const TOWNS = [10_000, 100_000, 1_000_000];

/**
 * PERF-11, exactness, addresses and matching on a real country; and how all grows with the town.
 * Parts: `country` and the towns by their street points; `--parts=1000000` measures the largest alone.
 */
export async function run({ out, quick, parts }: ScenarioOptions): Promise<void> {
  if (!parts || parts.includes('country')) await measureCountry(out, quick);
  const towns = parts ? TOWNS.filter((town) => parts.includes(String(town))) : TOWNS.slice(0, quick ? 1 : 3);
  for (const streetPoints of towns) measureTown(streetPoints, out);
}

async function measureCountry(out: ScenarioOptions['out'], quick: boolean): Promise<void> {
  const country = await liechtenstein();
  if (!country) return;
  const { region, importSeconds } = country;
  out({
    figure: 'import to ready to route, seconds',
    bar: 15,
    value: Math.round(importSeconds * 100) / 100,
    peakMegabytes: peakMegabytes(),
  });
  measureRoutes(region, 'liechtenstein', out);
  for (const profile of PROFILES) {
    const pairs = quick ? 500 : 10_000;
    out({ figure: `fast router beside Dijkstra, ${profile}`, ...compare(region, profile, pairs, 11) });
  }
  measureAddresses(region, out);
  measureMatching(region, quick, out);
}

function measureTown(streetPoints: number, out: ScenarioOptions['out']): void {
  const { region, drawSeconds, buildSeconds, cpuSeconds, stages } = town(streetPoints);
  const { counts } = region.about;
  const where = `town of ${streetPoints}`;
  out({
    figure: `${where} street points`,
    streetPoints: counts.streetPoints,
    junctions: counts.junctions,
    addresses: counts.addresses,
    states: counts.states.car,
    drawSeconds: Math.round(drawSeconds * 10) / 10,
    buildSeconds: Math.round(buildSeconds * 10) / 10,
    cpuSeconds: Math.round(cpuSeconds * 10) / 10,
    divisionSeconds: stages['division'],
    carSeconds: stages['car'],
    bikeSeconds: stages['bike'],
    footSeconds: stages['foot'],
    peakMegabytes: peakMegabytes(),
  });
  measureRoutes(region, where, out);
  for (const profile of PROFILES) {
    // Dijkstra's time grows with the town; so that the check does not, it gets fewer pairs.
    const pairs = Math.min(1000, Math.ceil(100_000_000 / streetPoints));
    out({
      figure: `fast router beside Dijkstra, ${where}, ${profile}`,
      ...compare(region, profile, pairs, 11),
    });
  }
  out({ figure: `search while typing, ${where}`, ...typingSpeed(region, 200) });
  out({ figure: `area within ten minutes, ${where}, car`, ...areaSpeed(region, 30) });
  for (const zoom of [12, 15])
    out({ figure: `tile of zoom ${zoom}, ${where}`, ...tileSpeed(region, zoom, 50) });
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
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
