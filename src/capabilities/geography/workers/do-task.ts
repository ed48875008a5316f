import { COORDINATE_SCALE } from '../source/map-source.ts';
import { joinMatched } from '../matching/matched-way.ts';
import { TrackMatcher } from '../matching/match-track.ts';
import type { Profile } from '../network/profile-rules.ts';
import { PlainSearch } from '../routing/plain-search.ts';
import { reachableAreas } from '../routing/reachable.ts';
import { Router } from '../routing/router.ts';
import { drawMapTile } from '../tiles/map-tile.ts';
import type { Region } from '../region/region.ts';
import type { MatchedTrack, TaskName, Tasks } from './tasks.ts';

/** One map in one thread, with the memory its searches keep. */
export class WorkingMap {
  readonly region: Region;
  readonly router: Router;
  private readonly plain = new Map<Profile, PlainSearch>();
  private readonly matchers = new Map<Profile, TrackMatcher>();

  constructor(region: Region) {
    this.region = region;
    this.router = new Router(region);
  }

  plainSearch(profile: Profile): PlainSearch {
    const search = this.plain.get(profile) ?? new PlainSearch(this.region.graphs[profile]);
    this.plain.set(profile, search);
    return search;
  }

  matcher(profile: Profile): TrackMatcher {
    const matcher = this.matchers.get(profile) ?? new TrackMatcher(this.region, profile);
    this.matchers.set(profile, matcher);
    return matcher;
  }
}

type Find = (file: string) => WorkingMap;

const doers: { [Name in TaskName]: (ask: Tasks[Name]['ask'], find: Find) => Tasks[Name]['answer'] } = {
  table: ({ map, profile, origins, destinations }, find) =>
    find(map).router.table(profile, origins, destinations),
  route: ({ map, profile, stops, alternatives }, find) => {
    const { router } = find(map);
    const [from, to] = stops;
    if (alternatives === 0 || !from || !to || stops.length > 2) return [router.route(profile, stops)];
    return router.alternatives(profile, from, to, alternatives);
  },
  reachable: ({ map, profile, point, seconds }, find) => {
    const working = find(map);
    const { network, graphs } = working.region;
    return reachableAreas(network, graphs[profile], working.plainSearch(profile), point, seconds);
  },
  match: ({ map, profile, track }, find) => matchTrack(find(map), profile, track),
  tile: ({ place, maps }, find) =>
    drawMapTile(
      place,
      maps.map((file) => find(file).region),
    ),
};

export function matchTrack(
  working: WorkingMap,
  profile: Profile,
  track: Tasks['match']['ask']['track'],
): MatchedTrack {
  const { region, router } = working;
  const runs = working.matcher(profile).match(track);
  const ways = runs.map((run) => joinMatched(region, profile, router.search(profile), run));
  return {
    distanceMeters: Math.round(ways.reduce((sum, way) => sum + way.distanceMeters, 0) * 10) / 10,
    segments: ways
      .filter((way) => way.geometry.length > 1)
      .map(({ distanceMeters, geometry }) => ({ distanceMeters, geometry })),
    fixes: runs.flat().map(({ fix, candidate }) => ({
      index: fix,
      lat: candidate.lat / COORDINATE_SCALE,
      lng: candidate.lng / COORDINATE_SCALE,
      street: region.texts.at(region.network.edgeName[candidate.edge] as number),
      distanceMeters: Math.round(candidate.distanceMeters * 10) / 10,
    })),
  };
}

export function doTask<Name extends TaskName>(
  name: Name,
  ask: Tasks[Name]['ask'],
  find: Find,
): Tasks[Name]['answer'] {
  return doers[name](ask, find);
}
