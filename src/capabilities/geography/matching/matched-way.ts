import type { Profile } from '../network/profile-rules.ts';
import { driveAlong } from '../routing/driven.ts';
import type { FastSearch, FoundPath } from '../routing/fast-search.ts';
import type { LngLat } from '../routing/geometry.ts';
import { endSeeds, startSeeds } from '../routing/seeds.ts';
import type { Region } from '../region/region.ts';
import type { MatchedFix } from './match-track.ts';
import { type Candidate, shareAlong } from './transitions.ts';

export interface MatchedWay {
  distanceMeters: number;
  geometry: LngLat[];
  /** Edge directions driven, in order, each once in a row. */
  directions: number[];
  fixes: MatchedFix[];
}

/** Joins the matched places of one run to the way that was driven. */
export function joinMatched(
  region: Region,
  profile: Profile,
  search: FastSearch,
  run: readonly MatchedFix[],
): MatchedWay {
  const graph = region.graphs[profile];
  const geometry: LngLat[] = [];
  const directions: number[] = [];
  let centimeters = 0;
  let at = run[0]?.candidate;
  for (const { candidate } of run.slice(1)) {
    if (!at) break;
    const isBack = at.direction === candidate.direction && shareAlong(candidate) <= shareAlong(at);
    // Trembling backwards on one street is standing still.
    if (isBack && isNear(region, at, candidate)) continue;
    const path = pathBetween(region, profile, search, at, candidate);
    if (!path) continue;
    const driven = driveAlong(region.network, graph, path, at, candidate, geometry);
    for (const part of driven) {
      centimeters += part.lengthCm;
      if (directions[directions.length - 1] !== part.direction) directions.push(part.direction);
    }
    at = candidate;
  }
  return { distanceMeters: Math.round(centimeters / 10) / 10, geometry, directions, fixes: [...run] };
}

function isNear(region: Region, a: Candidate, b: Candidate): boolean {
  const centimeters = Math.abs(a.share - b.share) * (region.network.edgeLengthCm[a.edge] as number);
  return centimeters < 20_000;
}

function pathBetween(
  region: Region,
  profile: Profile,
  search: FastSearch,
  from: Candidate,
  to: Candidate,
): FoundPath | undefined {
  const { network } = region;
  const graph = region.graphs[profile];
  if (from.direction === to.direction && shareAlong(to) >= shareAlong(from)) {
    const state = graph.directionState[from.direction] as number;
    return { weight: 0, directions: [from.direction], states: [state], turns: [0] };
  }
  const starts = startSeeds(network, graph, from).filter((seed) => seed.direction === from.direction);
  const ends = endSeeds(network, graph, to).filter((seed) => seed.direction === to.direction);
  return search.find(starts, ends);
}
