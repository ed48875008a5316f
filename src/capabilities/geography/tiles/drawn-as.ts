import type { Tags } from '../source/map-source.ts';

export const LAYERS = [
  'land',
  'landcover',
  'landuse',
  'water',
  'waterway',
  'aeroway',
  'pier',
  'building',
  'road',
  'rail',
  'boundary',
  'place',
  'poi',
  'housenumber',
] as const;
export type Layer = (typeof LAYERS)[number];

export type Shape = 'point' | 'line' | 'area';

/** How a thing is drawn: in which layer, as what, and from which zoom on. */
export interface DrawnAs {
  layer: Layer;
  kind: string;
  shape: Shape;
  minZoom: number;
}

const ROAD_ZOOMS: Record<string, number> = {
  motorway: 5,
  trunk: 6,
  primary: 8,
  secondary: 9,
  tertiary: 11,
  unclassified: 12,
  residential: 12,
  living_street: 13,
  pedestrian: 13,
  service: 14,
  track: 14,
  cycleway: 14,
  footway: 14,
  path: 14,
  steps: 15,
  bridleway: 14,
  road: 12,
};

const COVERS: Record<string, string> = {
  forest: 'wood',
  wood: 'wood',
  grass: 'grass',
  grassland: 'grass',
  meadow: 'meadow',
  village_green: 'grass',
  recreation_ground: 'park',
  farmland: 'farmland',
  farmyard: 'farmland',
  orchard: 'orchard',
  vineyard: 'orchard',
  allotments: 'orchard',
  scrub: 'scrub',
  heath: 'scrub',
  beach: 'sand',
  sand: 'sand',
  bare_rock: 'rock',
  scree: 'rock',
  rock: 'rock',
  shingle: 'rock',
  glacier: 'ice',
  wetland: 'wetland',
};

const USES: Record<string, string> = {
  residential: 'residential',
  commercial: 'commercial',
  retail: 'commercial',
  industrial: 'industrial',
  railway: 'industrial',
  port: 'industrial',
  quarry: 'industrial',
  construction: 'industrial',
  cemetery: 'cemetery',
  education: 'school',
  military: 'industrial',
};

const GREEN_LEISURE: Record<string, string> = {
  park: 'park',
  garden: 'park',
  golf_course: 'park',
  nature_reserve: 'park',
  pitch: 'pitch',
  playground: 'park',
  sports_centre: 'pitch',
  stadium: 'pitch',
};

const PLACE_ZOOMS: Record<string, number> = {
  country: 3,
  city: 5,
  town: 7,
  village: 10,
  suburb: 12,
  hamlet: 13,
  quarter: 13,
  neighbourhood: 14,
  locality: 15,
  isolated_dwelling: 15,
  island: 10,
};

function area(layer: Layer, kind: string, minZoom: number): DrawnAs {
  return { layer, kind, shape: 'area', minZoom };
}

function drawnGround(tags: Tags): DrawnAs | undefined {
  const natural = tags['natural'] ?? '';
  const landuse = tags['landuse'] ?? '';
  const leisure = tags['leisure'] ?? '';
  if (
    natural === 'water' ||
    landuse === 'reservoir' ||
    landuse === 'basin' ||
    tags['waterway'] === 'riverbank'
  ) {
    return area('water', 'water', 6);
  }
  const cover = COVERS[natural] ?? COVERS[landuse] ?? GREEN_LEISURE[leisure];
  if (cover) return area('landcover', cover, cover === 'wood' || cover === 'ice' ? 7 : 10);
  const use = USES[landuse];
  if (use) return area('landuse', use, use === 'residential' ? 9 : 11);
  const amenity = tags['amenity'] ?? '';
  if (amenity === 'school' || amenity === 'university' || amenity === 'college')
    return area('landuse', 'school', 13);
  if (amenity === 'hospital') return area('landuse', 'hospital', 13);
  if (amenity === 'parking') return area('landuse', 'parking', 15);
  return undefined;
}

/** How an area is drawn, or undefined when it is not. */
export function drawnArea(tags: Tags): DrawnAs | undefined {
  if (tags['building'] && tags['building'] !== 'no') return area('building', 'building', 14);
  if (tags['man_made'] === 'pier') return area('pier', 'pier', 12);
  if (tags['aeroway'] === 'aerodrome') return area('landuse', 'airport', 10);
  if (tags['aeroway'] === 'apron') return area('aeroway', 'apron', 12);
  const isPlaza =
    tags['area'] === 'yes' && (tags['highway'] === 'pedestrian' || tags['highway'] === 'footway');
  return isPlaza ? area('landuse', 'plaza', 14) : drawnGround(tags);
}

/** How a line is drawn, or undefined when it is not. */
export function drawnLine(tags: Tags): DrawnAs | undefined {
  const highway = tags['highway']?.replace(/_link$/, '');
  if (highway) {
    const minZoom = ROAD_ZOOMS[highway];
    if (minZoom === undefined) return undefined;
    const isYard = highway === 'service' && tags['service'] !== undefined;
    return { layer: 'road', kind: highway, shape: 'line', minZoom: isYard ? 15 : minZoom };
  }
  if (tags['route'] === 'ferry') return { layer: 'road', kind: 'ferry', shape: 'line', minZoom: 8 };
  const railway = tags['railway'] ?? '';
  if (['rail', 'light_rail', 'narrow_gauge', 'tram', 'funicular'].includes(railway)) {
    return { layer: 'rail', kind: railway, shape: 'line', minZoom: tags['service'] ? 13 : 8 };
  }
  const waterway = tags['waterway'] ?? '';
  if (waterway === 'river' || waterway === 'canal')
    return { layer: 'waterway', kind: 'river', shape: 'line', minZoom: 8 };
  if (waterway === 'stream' || waterway === 'ditch' || waterway === 'drain') {
    return { layer: 'waterway', kind: 'stream', shape: 'line', minZoom: 13 };
  }
  if (tags['aeroway'] === 'runway' || tags['aeroway'] === 'taxiway') {
    return { layer: 'aeroway', kind: tags['aeroway'], shape: 'line', minZoom: 11 };
  }
  if (tags['man_made'] === 'pier') return { layer: 'pier', kind: 'pier', shape: 'line', minZoom: 13 };
  const level = Number(tags['admin_level'] ?? 99);
  if (tags['boundary'] === 'administrative' && level <= 8) {
    return {
      layer: 'boundary',
      kind: level <= 2 ? 'country' : 'region',
      shape: 'line',
      minZoom: level <= 2 ? 3 : 9,
    };
  }
  return undefined;
}

/** How a named place is drawn, or undefined when it is not. */
export function drawnPoint(tags: Tags): DrawnAs | undefined {
  if (!tags['name']) return undefined;
  const point = (layer: Layer, kind: string, minZoom: number): DrawnAs => ({
    layer,
    kind,
    shape: 'point',
    minZoom,
  });
  const place = PLACE_ZOOMS[tags['place'] ?? ''];
  if (place !== undefined) return point('place', tags['place'] as string, place);
  if (tags['natural'] === 'peak') return point('poi', 'peak', 11);
  if (tags['railway'] === 'station' || tags['railway'] === 'halt') return point('poi', 'station', 12);
  if (tags['amenity'] === 'hospital') return point('poi', 'hospital', 13);
  if (
    tags['tourism'] === 'attraction' ||
    tags['historic'] === 'castle' ||
    tags['man_made'] === 'lighthouse'
  ) {
    return point('poi', 'sight', 14);
  }
  if (tags['leisure'] === 'park') return point('poi', 'park', 13);
  if (tags['amenity'] === 'school' || tags['amenity'] === 'university') return point('poi', 'school', 15);
  if (tags['shop']) return point('poi', 'shop', 15);
  if (tags['amenity'] || tags['tourism']) return point('poi', 'place', 15);
  return undefined;
}
