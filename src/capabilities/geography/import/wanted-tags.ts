import type { Tags } from '../source/map-source.ts';

/** A way or relation with one of these is drawn, searched or driven on. */
const FEATURE_KEYS = new Set([
  'highway',
  'route',
  'railway',
  'aeroway',
  'building',
  'natural',
  'landuse',
  'leisure',
  'water',
  'waterway',
  'amenity',
  'shop',
  'tourism',
  'office',
  'craft',
  'historic',
  'man_made',
  'place',
  'boundary',
  'addr:housenumber',
  'addr:interpolation',
]);

/** A node with one of these is kept with its tags; others are only points of a line. */
const NODE_KEYS = new Set([...FEATURE_KEYS, 'barrier', 'public_transport']);

/** What later steps ask for; everything else is dropped while reading. */
const KEPT_KEYS = new Set([
  ...NODE_KEYS,
  'name',
  'ref',
  'addr:street',
  'addr:place',
  'addr:postcode',
  'addr:city',
  'addr:suburb',
  'oneway',
  'oneway:bicycle',
  'junction',
  'access',
  'vehicle',
  'motor_vehicle',
  'motorcar',
  'bicycle',
  'foot',
  'maxspeed',
  'maxspeed:forward',
  'maxspeed:backward',
  'surface',
  'smoothness',
  'tracktype',
  'service',
  'sidewalk',
  'cycleway',
  'cycleway:left',
  'cycleway:right',
  'cycleway:both',
  'area',
  'bridge',
  'tunnel',
  'layer',
  'type',
  'restriction',
  'restriction:motorcar',
  'except',
  'admin_level',
  'population',
  'capital',
  'duration',
  'traffic_signals',
  'driving_side',
]);

export function keptTags(tags: Tags): Tags {
  const kept: Record<string, string> = {};
  for (const key in tags) {
    if (KEPT_KEYS.has(key)) kept[key] = tags[key] as string;
  }
  return kept;
}

export function isWantedNode(tags: Tags): boolean {
  for (const key in tags) {
    if (NODE_KEYS.has(key)) return true;
  }
  return false;
}

export function isWantedWay(tags: Tags): boolean {
  for (const key in tags) {
    if (FEATURE_KEYS.has(key)) return true;
  }
  return false;
}

export function isWantedRelation(tags: Tags): boolean {
  if (tags['type'] === 'restriction') return 'restriction' in tags || 'restriction:motorcar' in tags;
  return tags['type'] === 'multipolygon' && isWantedWay(tags);
}
