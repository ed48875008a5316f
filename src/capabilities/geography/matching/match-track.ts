import type { Profile } from '../network/profile-rules.ts';
import { distanceMeters } from '../network/distance.ts';
import type { Region } from '../region/region.ts';
import { nearestEdges } from '../routing/snap.ts';
import { DEFAULT_ACCURACY_METERS, type Fix, steady } from './steady.ts';
import { type Candidate, Transitions } from './transitions.ts';

export interface MatchedFix {
  /** Index of the fix in the track. */
  fix: number;
  candidate: Candidate;
}

const CANDIDATES = 8;
const SEARCH_SIGMAS = 4;
const MIN_SEARCH_METERS = 35;
const MAX_SEARCH_METERS = 200;

/**
 * The streets that a track was most likely driven on: a hidden Markov model whose states are places on
 * streets near each fix. Near is likely, and so is a way between two fixes about as long as the line
 * between them. Returns runs of matched fixes; a run ends where no street leads on.
 */
export class TrackMatcher {
  private readonly region: Region;
  private readonly profile: Profile;
  private readonly transitions: Transitions;

  constructor(region: Region, profile: Profile) {
    this.region = region;
    this.profile = profile;
    this.transitions = new Transitions(region, profile);
  }

  match(fixes: readonly Fix[]): MatchedFix[][] {
    const track = steady(fixes);
    const runs: MatchedFix[][] = [];
    let layers: { fix: number; candidates: Candidate[]; cost: Float64Array; from: Int32Array }[] = [];
    const close = (): void => {
      if (layers.length > 0) runs.push(trace(layers));
      layers = [];
    };
    for (const fix of this.worthwhile(track)) {
      const at = track[fix] as Fix;
      const candidates = this.candidatesFor(at);
      if (candidates.length === 0) continue;
      const near = candidates.map((candidate) => emission(candidate, at));
      const before = layers[layers.length - 1];
      const layer = {
        fix,
        candidates,
        cost: Float64Array.from(near),
        from: new Int32Array(candidates.length).fill(-1),
      };
      if (before && !this.connect(before, layer, near, track[before.fix] as Fix, at)) close();
      layers.push(layer);
    }
    close();
    return runs;
  }

  /** Leaves out fixes that only tremble around the one before: they say nothing about the way. */
  private worthwhile(track: readonly Fix[]): number[] {
    const kept: number[] = [];
    for (const [i, fix] of track.entries()) {
      const last = kept.length > 0 ? (track[kept[kept.length - 1] as number] as Fix) : undefined;
      const accuracy = fix.accuracyMeters ?? DEFAULT_ACCURACY_METERS;
      const far = last ? distanceMeters(last.lat, last.lng, fix.lat, fix.lng) : Infinity;
      if (far >= Math.min(60, 2 * accuracy) || i === track.length - 1) kept.push(i);
    }
    return kept;
  }

  private candidatesFor(fix: Fix): Candidate[] {
    const { network, edgeGrid, graphs } = this.region;
    const graph = graphs[this.profile];
    const accuracy = fix.accuracyMeters ?? DEFAULT_ACCURACY_METERS;
    const maxMeters = Math.min(MAX_SEARCH_METERS, Math.max(MIN_SEARCH_METERS, SEARCH_SIGMAS * accuracy));
    const snapped = nearestEdges(network, edgeGrid, graph, fix, { count: CANDIDATES, maxMeters });
    return snapped.flatMap((point) =>
      [2 * point.edge, 2 * point.edge + 1]
        .filter((direction) => (graph.directionState[direction] as number) >= 0)
        .map((direction) => ({ ...point, direction })),
    );
  }

  /** Finds the cheapest way into each candidate of a layer; false when none can be reached at all. */
  private connect(
    before: { candidates: Candidate[]; cost: Float64Array },
    layer: { candidates: Candidate[]; cost: Float64Array; from: Int32Array },
    near: readonly number[],
    from: Fix,
    to: Fix,
  ): boolean {
    layer.cost.fill(Infinity);
    const accuracy = Math.max(
      from.accuracyMeters ?? DEFAULT_ACCURACY_METERS,
      to.accuracyMeters ?? DEFAULT_ACCURACY_METERS,
    );
    const straight = distanceMeters(from.lat, from.lng, to.lat, to.lng);
    // The way may be off by the fixes' own error and a share of its length.
    const slack = 6 + 0.6 * accuracy + 0.05 * straight;
    let isReached = false;
    for (const [i, candidate] of before.candidates.entries()) {
      const base = before.cost[i] as number;
      if (base === Infinity) continue;
      const ways = this.transitions.lengths(candidate, layer.candidates, straight, accuracy);
      for (const [j, meters] of ways.entries()) {
        if (meters === undefined) continue;
        const cost = base + Math.abs(meters - straight) / slack + (near[j] as number);
        if (cost < (layer.cost[j] as number)) {
          layer.cost[j] = cost;
          layer.from[j] = i;
          isReached = true;
        }
      }
    }
    if (!isReached) layer.cost.set(near);
    return isReached;
  }
}

function emission(candidate: Candidate, fix: Fix): number {
  const sigma = Math.max(3, fix.accuracyMeters ?? DEFAULT_ACCURACY_METERS);
  return 0.5 * (candidate.distanceMeters / sigma) ** 2;
}

function trace(
  layers: readonly { fix: number; candidates: Candidate[]; cost: Float64Array; from: Int32Array }[],
): MatchedFix[] {
  const matched: MatchedFix[] = [];
  const last = layers[layers.length - 1] as (typeof layers)[number];
  let best = 0;
  for (let i = 1; i < last.cost.length; i++) {
    if ((last.cost[i] as number) < (last.cost[best] as number)) best = i;
  }
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at] as (typeof layers)[number];
    matched.push({ fix: layer.fix, candidate: layer.candidates[best] as Candidate });
    best = layer.from[best] as number;
  }
  return matched.reverse();
}
