import type { Profile } from '../../src/capabilities/geography/network/profile-rules.ts';
import type { Region } from '../../src/capabilities/geography/region/region.ts';
import { driveAlong } from '../../src/capabilities/geography/routing/driven.ts';
import { PlainSearch, UNREACHED } from '../../src/capabilities/geography/routing/plain-search.ts';
import { Router } from '../../src/capabilities/geography/routing/router.ts';
import { endSeeds, startSeeds, straightAhead } from '../../src/capabilities/geography/routing/seeds.ts';
import { chance } from './maps.ts';

export interface Exactness {
  pairs: number;
  /** Pairs whose cost differs from Dijkstra's by a millisecond or more. */
  different: number;
  /** Paths whose parts do not add up to the cost that was found. */
  wrongSums: number;
  unreachable: number;
  fastMillis: number;
  plainMillis: number;
}

/** The fast router beside a plain Dijkstra on the same graph, on random places; a few on one edge. */
export function compare(region: Region, profile: Profile, pairs: number, seed: number): Exactness {
  const { network } = region;
  const graph = region.graphs[profile];
  const durations = network.durations[profile];
  const open = Array.from(network.edgeFrom.keys()).filter((e) => durations[2 * e] || durations[2 * e + 1]);
  const router = new Router(region);
  const plain = new PlainSearch(graph);
  const random = chance(seed);
  const place = () => ({ edge: open[Math.floor(random() * open.length)] as number, share: random() });
  const figures = { pairs, different: 0, wrongSums: 0, unreachable: 0, fastMillis: 0, plainMillis: 0 };
  for (let i = 0; i < pairs; i++) {
    const from = place();
    const to = random() < 0.02 ? { edge: from.edge, share: random() } : place();
    const start = performance.now();
    const found = router.path(profile, from, to);
    const middle = performance.now();
    const least = Math.min(
      plain.weightBetween(startSeeds(network, graph, from), endSeeds(network, graph, to)),
      straightAhead(network, graph, from, to)?.weight ?? UNREACHED,
    );
    figures.plainMillis += performance.now() - middle;
    figures.fastMillis += middle - start;
    if ((found?.weight ?? UNREACHED) !== least) figures.different++;
    if (!found) figures.unreachable++;
    else {
      const driven = driveAlong(network, graph, found, from, to, []);
      if (driven.reduce((sum, part) => sum + part.milliseconds, 0) !== found.weight) figures.wrongSums++;
    }
  }
  figures.fastMillis = Math.round((figures.fastMillis / pairs) * 1e4) / 1e4;
  figures.plainMillis = Math.round((figures.plainMillis / pairs) * 1e4) / 1e4;
  return figures;
}
