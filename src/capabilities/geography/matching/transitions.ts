import type { Profile } from '../network/profile-rules.ts';
import type { Region } from '../region/region.ts';
import { PlainSearch } from '../routing/plain-search.ts';
import type { SnappedPoint } from '../routing/snap.ts';

/** A place on a street with the direction that it is driven in. */
export interface Candidate extends SnappedPoint {
  direction: number;
}

/** Slowest speed that a way between two fixes is searched with. */
const SLOWEST_METERS_PER_SECOND: Record<Profile, number> = { car: 5, bike: 2.5, foot: 0.9 };

/** Metres of the way between candidates, by a bounded search around the first. */
export class Transitions {
  private readonly region: Region;
  private readonly profile: Profile;
  private readonly search: PlainSearch;
  private readonly lengthCm: Int32Array;

  constructor(region: Region, profile: Profile) {
    this.region = region;
    this.profile = profile;
    this.search = new PlainSearch(region.graphs[profile]);
    this.lengthCm = new Int32Array(region.graphs[profile].stateCount);
  }

  /** For each target the metres of the quickest way there, or undefined when it is out of all proportion. */
  lengths(
    from: Candidate,
    targets: readonly Candidate[],
    straightMeters: number,
    accuracyMeters: number,
  ): (number | undefined)[] {
    const { network, graphs } = this.region;
    const graph = graphs[this.profile];
    const { search, lengthCm } = this;
    const most = 2.2 * straightMeters + 6 * accuracyMeters + 120;
    const limit = Math.round((most / SLOWEST_METERS_PER_SECOND[this.profile]) * 1000);
    const edgeCm = network.edgeLengthCm[from.edge] as number;
    const duration = network.durations[this.profile][from.direction] as number;
    const share = shareAlong(from);
    const rest = (1 - share) * edgeCm;
    const seed = {
      state: graph.directionState[from.direction] as number,
      weight: Math.round(duration * (1 - share)),
      lengthCm: Math.round(rest),
      direction: from.direction,
      turn: 0,
    };
    search.run([seed], limit, (state) => {
      const via = search.via[state] as number;
      const edge = (graph.stepDirection[via] as number) >> 1;
      lengthCm[state] =
        via < 0
          ? seed.lengthCm
          : (lengthCm[search.parent[state] as number] as number) + (network.edgeLengthCm[edge] as number);
      return (lengthCm[state] as number) > most * 100 * 1.5;
    });
    return targets.map((target) => {
      const along = this.sameDirection(from, target, accuracyMeters);
      if (along !== undefined) return along;
      let best = Infinity;
      let bestCm = 0;
      const end = graph.intoOffset[target.direction + 1] as number;
      for (let at = graph.intoOffset[target.direction] as number; at < end; at++) {
        const state = graph.intoFrom[at] as number;
        const weight = (search.distance[state] as number) + (graph.intoTurn[at] as number);
        // Reached but not settled states have no length yet.
        if (weight < best && (search.distance[state] as number) <= limit && this.isSettled(state)) {
          best = weight;
          bestCm = lengthCm[state] as number;
        }
      }
      const meters = (bestCm + shareAlong(target) * (network.edgeLengthCm[target.edge] as number)) / 100;
      return best === Infinity || meters > most ? undefined : meters;
    });
  }

  private isSettled(state: number): boolean {
    return !this.search.isOpen(state);
  }

  /** Along one direction; a little backwards is only the error of the fixes, and counts as standing. */
  private sameDirection(from: Candidate, to: Candidate, accuracyMeters: number): number | undefined {
    if (from.direction !== to.direction) return undefined;
    const meters =
      ((shareAlong(to) - shareAlong(from)) * (this.region.network.edgeLengthCm[from.edge] as number)) / 100;
    if (meters >= 0) return meters;
    return -meters <= 2.5 * accuracyMeters ? 0 : undefined;
  }
}

/** Share of its direction that lies behind a candidate. */
export function shareAlong(candidate: Candidate): number {
  return (candidate.direction & 1) === 0 ? candidate.share : 1 - candidate.share;
}
