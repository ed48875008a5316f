import type { ProfileGraph } from '../graph/profile-graph.ts';
import type { Profile } from '../network/profile-rules.ts';
import type { Region } from '../region/region.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';
import { driveAlong } from './driven.ts';
import { RoutingError } from './errors.ts';
import { FastSearch, type FoundPath } from './fast-search.ts';
import type { LngLat } from './geometry.ts';
import { endSeeds, type StreetPoint, startSeeds, straightAhead } from './seeds.ts';
import { type SnappedPoint, snap } from './snap.ts';
import { isWorthShowing } from './alternatives.ts';
import { buildSteps, type RouteStep } from './steps.ts';
import { buildTable, type Table } from './table.ts';

/** In degrees. */
export interface Point {
  lat: number;
  lng: number;
}

export interface RouteLeg {
  distanceMeters: number;
  durationSeconds: number;
  steps: RouteStep[];
}

export interface Route {
  distanceMeters: number;
  durationSeconds: number;
  geometry: LngLat[];
  legs: RouteLeg[];
  /** The stops as brought onto the streets. */
  stops: SnappedStop[];
}

export interface SnappedStop {
  lat: number;
  lng: number;
  street: string;
  distanceMeters: number;
}

const MAX_STRETCH = 1.3;
const MAX_ALTERNATIVE_TRIES = 400;

/** A point farther than this from every street of the profile is off the network. */
export const MAX_SNAP_METERS = 1000;

/** Answers routes of one region; keeps its searches' memory, so use one a thread. */
export class Router {
  readonly region: Region;
  private readonly searches = new Map<Profile, FastSearch>();

  constructor(region: Region) {
    this.region = region;
  }

  graph(profile: Profile): ProfileGraph {
    return this.region.graphs[profile];
  }

  search(profile: Profile): FastSearch {
    let search = this.searches.get(profile);
    if (!search) {
      search = new FastSearch(this.graph(profile), this.region.network.durations[profile]);
      this.searches.set(profile, search);
    }
    return search;
  }

  /** Brings a point onto the streets; throws RoutingError geography.offNetwork. `stop` is named in the error. */
  snap(profile: Profile, point: Point, stop?: number): SnappedPoint {
    const { network, edgeGrid } = this.region;
    const lat = Math.round(point.lat * COORDINATE_SCALE);
    const lng = Math.round(point.lng * COORDINATE_SCALE);
    const found = snap(network, edgeGrid, this.graph(profile), { lat, lng }, MAX_SNAP_METERS);
    if (found) return found;
    const which = stop === undefined ? 'The point' : `Stop ${stop + 1}`;
    throw new RoutingError(
      'geography.offNetwork',
      `${which} (${point.lat}, ${point.lng}) is more than ${MAX_SNAP_METERS} m from any street open to ${profile}.`,
      stop,
    );
  }

  /** As `snap`, but undefined for a point that is off the network. */
  trySnap(profile: Profile, point: Point): SnappedPoint | undefined {
    try {
      return this.snap(profile, point);
    } catch (error) {
      if (error instanceof RoutingError) return undefined;
      throw error;
    }
  }

  /** The cheapest path between two places on the streets. */
  path(profile: Profile, from: StreetPoint, to: StreetPoint): FoundPath | undefined {
    const { network } = this.region;
    const graph = this.graph(profile);
    const found = this.search(profile).find(startSeeds(network, graph, from), endSeeds(network, graph, to));
    const straight = straightAhead(network, graph, from, to);
    if (!straight || (found && found.weight <= straight.weight)) return found;
    const state = graph.directionState[straight.direction] as number;
    return { weight: straight.weight, directions: [straight.direction], states: [state], turns: [0] };
  }

  /** A route over two or more stops in their order. Throws RoutingError. */
  route(profile: Profile, stops: readonly Point[]): Route {
    const snapped = stops.map((stop, i) => this.snap(profile, stop, i));
    const geometry: LngLat[] = [];
    const legs: RouteLeg[] = [];
    for (let i = 1; i < snapped.length; i++) {
      const from = snapped[i - 1] as SnappedPoint;
      const to = snapped[i] as SnappedPoint;
      const path = this.path(profile, from, to);
      if (!path) throw this.unconnected(profile, i - 1);
      legs.push(this.leg(profile, path, from, to, geometry));
    }
    return {
      distanceMeters: sum(legs.map((leg) => leg.distanceMeters)),
      durationSeconds: sum(legs.map((leg) => leg.durationSeconds)),
      geometry,
      legs,
      stops: snapped.map((point) => this.describe(point)),
    };
  }

  /**
   * The route between two stops and up to `count` others that are really different: at most 30 %
   * slower, and at least a quarter of them off every route before.
   */
  alternatives(profile: Profile, from: Point, to: Point, count: number): Route[] {
    const { network } = this.region;
    const graph = this.graph(profile);
    const start = this.snap(profile, from, 0);
    const end = this.snap(profile, to, 1);
    const best = this.route(profile, [from, to]);
    const first = this.path(profile, start, end);
    const chosen = first ? [first] : [];
    let tries = MAX_ALTERNATIVE_TRIES;
    const starts = startSeeds(network, graph, start);
    const ends = endSeeds(network, graph, end);
    for (const path of this.search(profile).findOthers(starts, ends, MAX_STRETCH)) {
      if (chosen.length > count || tries-- === 0) break;
      if (isWorthShowing(path, chosen, network.durations[profile])) chosen.push(path);
    }
    return [best, ...chosen.slice(1).map((path) => this.asRoute(profile, path, start, end))];
  }

  private asRoute(profile: Profile, path: FoundPath, from: SnappedPoint, to: SnappedPoint): Route {
    const geometry: LngLat[] = [];
    const leg = this.leg(profile, path, from, to, geometry);
    const { distanceMeters, durationSeconds } = leg;
    return {
      distanceMeters,
      durationSeconds,
      geometry,
      legs: [leg],
      stops: [this.describe(from), this.describe(to)],
    };
  }

  /** Draws a path onto `geometry` and tells its steps. */
  leg(profile: Profile, path: FoundPath, from: StreetPoint, to: StreetPoint, geometry: LngLat[]): RouteLeg {
    const { region } = this;
    const graph = this.graph(profile);
    const driven = driveAlong(region.network, graph, path, from, to, geometry);
    const centimeters = driven.reduce((total, at) => total + at.lengthCm, 0);
    return {
      distanceMeters: Math.round(centimeters / 10) / 10,
      durationSeconds: Math.round(path.weight / 100) / 10,
      steps: buildSteps(
        { network: region.network, graph, bearings: region.bearings, texts: region.texts },
        driven,
      ),
    };
  }

  /** Times and lengths between places; undefined ones stay unreached. */
  table(
    profile: Profile,
    origins: readonly (StreetPoint | undefined)[],
    destinations: readonly (StreetPoint | undefined)[],
  ): Table {
    const { network } = this.region;
    const graph = this.graph(profile);
    return buildTable(network, graph, origins, destinations, (from, to) => {
      const path = this.path(profile, from, to);
      if (!path) return undefined;
      const driven = driveAlong(network, graph, path, from, to, []);
      const centimeters = driven.reduce((total, at) => total + at.lengthCm, 0);
      return { milliseconds: path.weight, centimeters };
    });
  }

  unconnected(profile: Profile, leg: number): RoutingError {
    return new RoutingError(
      'geography.unconnected',
      `No way open to ${profile} leads from stop ${leg + 1} to stop ${leg + 2}: they lie on parts of the network that do not connect.`,
      leg + 1,
    );
  }

  describe(point: SnappedPoint): SnappedStop {
    return {
      lat: point.lat / COORDINATE_SCALE,
      lng: point.lng / COORDINATE_SCALE,
      street: this.region.texts.at(this.region.network.edgeName[point.edge] as number),
      distanceMeters: Math.round(point.distanceMeters * 10) / 10,
    };
  }
}

function sum(values: readonly number[]): number {
  return Math.round(values.reduce((total, value) => total + value, 0) * 10) / 10;
}
