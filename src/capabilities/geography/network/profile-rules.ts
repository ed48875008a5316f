import type { Tags } from '../source/map-source.ts';
import { BIKE_SPEEDS, CAR_SPEEDS, FOOT_SPEEDS } from './speeds.ts';

export const PROFILES = ['car', 'bike', 'foot'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a profile may do on a way. Speeds in km/h, 0 where it may not go. */
export interface WayUse {
  forward: number;
  backward: number;
  /** May be entered to reach a door on it, never to pass through. */
  destinationOnly: boolean;
}

const CLOSED: WayUse = { forward: 0, backward: 0, destinationOnly: false };

/** Highway classes from the largest to the smallest; the position is the `edgeClass` of the network. */
export const HIGHWAY_CLASSES = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'track',
  'pedestrian',
  'cycleway',
  'footway',
  'path',
  'steps',
  'ferry',
] as const;

export function highwayClassOf(tags: Tags): number {
  if (tags['route'] === 'ferry') return HIGHWAY_CLASSES.indexOf('ferry');
  const highway = (tags['highway'] ?? '').replace(/_link$/, '');
  const aliases: Record<string, string> = {
    road: 'unclassified',
    bridleway: 'path',
    busway: 'service',
    corridor: 'footway',
    platform: 'footway',
  };
  return HIGHWAY_CLASSES.indexOf((aliases[highway] ?? highway) as (typeof HIGHWAY_CLASSES)[number]);
}

const FORBIDDEN = new Set([
  'no',
  'agricultural',
  'forestry',
  'agricultural;forestry',
  'emergency',
  'military',
]);
const DOOR_ONLY = new Set([
  'private',
  'destination',
  'customers',
  'delivery',
  'permit',
  'residents',
  'permissive;private',
]);

type Access = 'open' | 'door' | 'closed' | 'unsaid';

export function accessOf(tags: Tags, keys: readonly string[]): Access {
  for (const key of keys) {
    const value = tags[key];
    if (value === undefined) continue;
    if (FORBIDDEN.has(value) || value.split(';').every((part) => FORBIDDEN.has(part.trim()))) return 'closed';
    return DOOR_ONLY.has(value) ? 'door' : 'open';
  }
  return 'unsaid';
}

function classSpeed(tags: Tags, speeds: Record<string, number>): number {
  if (tags['route'] === 'ferry') return speeds['ferry'] ?? 0;
  return speeds[tags['highway'] ?? ''] ?? 0;
}

/** Directions open to vehicles. */
function onewayOf(tags: Tags): 'both' | 'forward' | 'backward' | 'neither' {
  const oneway = tags['oneway'];
  if (oneway === 'yes' || oneway === '1' || oneway === 'true') return 'forward';
  if (oneway === '-1' || oneway === 'reverse') return 'backward';
  if (oneway === 'reversible' || oneway === 'alternating') return 'neither';
  if (oneway === 'no') return 'both';
  const junction = tags['junction'];
  if (junction === 'roundabout' || junction === 'circular' || tags['highway'] === 'motorway')
    return 'forward';
  return 'both';
}

/** A speed tag in km/h, or undefined when it says none. */
export function speedTag(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(mph|km\/h|kmh|knots)?/.exec(value);
  if (match) {
    const factor = match[2] === 'mph' ? 1.609_344 : match[2] === 'knots' ? 1.852 : 1;
    return Number(match[1]) * factor;
  }
  if (value === 'walk' || value.endsWith(':living_street')) return 7;
  if (value.endsWith(':urban')) return 50;
  if (value.endsWith(':rural')) return 80;
  return undefined;
}

const ROUGH_SURFACES = new Set([
  'unpaved',
  'gravel',
  'dirt',
  'ground',
  'earth',
  'grass',
  'sand',
  'mud',
  'pebblestone',
  'rock',
]);
const SLOW_SURFACES = new Set([
  'cobblestone',
  'sett',
  'unhewn_cobblestone',
  'compacted',
  'fine_gravel',
  'wood',
]);

function surfaceLimit(tags: Tags, rough: number, slow: number): number {
  const surface = tags['surface'] ?? '';
  if (ROUGH_SURFACES.has(surface)) return rough;
  return SLOW_SURFACES.has(surface) ? slow : Number.POSITIVE_INFINITY;
}

function directed(tags: Tags, forward: number, backward: number, destinationOnly: boolean): WayUse {
  const oneway = onewayOf(tags);
  const use = {
    forward: oneway === 'both' || oneway === 'forward' ? forward : 0,
    backward: oneway === 'both' || oneway === 'backward' ? backward : 0,
    destinationOnly,
  };
  return use.forward || use.backward ? use : CLOSED;
}

function carUse(tags: Tags): WayUse {
  const access = accessOf(tags, ['motorcar', 'motor_vehicle', 'vehicle', 'access']);
  let base = classSpeed(tags, CAR_SPEEDS);
  const highway = tags['highway'];
  if (highway === 'pedestrian' && (access === 'open' || access === 'door')) base = 8;
  if (highway === 'track' && access === 'unsaid' && tags['tracktype'] !== 'grade1') base = 0;
  if (tags['route'] === 'ferry' && access === 'unsaid') base = 0;
  if (base === 0 || access === 'closed') return CLOSED;
  const limit = surfaceLimit(tags, 25, 30);
  const speed = (direction: string): number => {
    const tagged = speedTag(tags[`maxspeed:${direction}`] ?? tags['maxspeed']);
    // Nobody drives at the limit from end to end; small ways stay slow whatever the sign says.
    const legal = tagged === undefined ? base : tagged * (tagged > 90 ? 0.92 : 0.88);
    const small = highway === 'service' || highway === 'track' || highway === 'living_street';
    return Math.min(small ? Math.min(base, legal) : legal, limit);
  };
  const doorOnly = access === 'door' || highway === 'pedestrian';
  return directed(tags, speed('forward'), speed('backward'), doorOnly);
}

function bikeUse(tags: Tags): WayUse {
  const access = accessOf(tags, ['bicycle', 'vehicle', 'access']);
  let base = classSpeed(tags, BIKE_SPEEDS);
  const highway = tags['highway'];
  if (highway === 'trunk' && access === 'open') base = 17;
  if (tags['bicycle'] === 'dismount') base = Math.min(base, 4.5);
  else if (access === 'open' && (highway === 'footway' || highway === 'pedestrian')) base = 13;
  if (base === 0 || access === 'closed') return CLOSED;
  const speed = Math.min(base, surfaceLimit(tags, 12, 14));
  const lanes = [tags['cycleway'], tags['cycleway:left'], tags['cycleway:right'], tags['cycleway:both']];
  const contraflow = tags['oneway:bicycle'] === 'no' || lanes.some((lane) => lane?.startsWith('opposite'));
  if (contraflow) return { forward: speed, backward: speed, destinationOnly: access === 'door' };
  return directed(tags, speed, speed, access === 'door');
}

function footUse(tags: Tags): WayUse {
  const access = accessOf(tags, ['foot', 'access']);
  const speed = classSpeed(tags, FOOT_SPEEDS);
  if (speed === 0 || access === 'closed') return CLOSED;
  return { forward: speed, backward: speed, destinationOnly: access === 'door' };
}

/** How a profile may use a way with these tags. */
export function wayUse(profile: Profile, tags: Tags): WayUse {
  if (tags['area'] === 'yes') return CLOSED;
  if (profile === 'car') return carUse(tags);
  return profile === 'bike' ? bikeUse(tags) : footUse(tags);
}
