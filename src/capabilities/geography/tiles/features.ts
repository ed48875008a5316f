import { type Box, buildGrid, type Grid } from '../region/grid.ts';
import { GrowableInt32 } from '../source/growable.ts';
import type { MapSource, Tags } from '../source/map-source.ts';
import type { StringTable } from '../source/strings.ts';
import { type DrawnAs, drawnArea, drawnLine, drawnPoint, LAYERS, type Shape } from './drawn-as.ts';
import { joinRings } from './rings.ts';

export const SHAPES: readonly Shape[] = ['point', 'line', 'area'];

export const IS_BRIDGE = 1;
export const IS_TUNNEL = 2;
export const IS_LINK = 4;
export const IS_ONEWAY = 8;

/** What a map draws, column by column. Coordinates in 1e-7 degrees, texts by number. */
export interface FeatureColumns {
  layer: Uint8Array;
  shape: Uint8Array;
  kind: Int32Array;
  minZoom: Uint8Array;
  name: Int32Array;
  ref: Int32Array;
  flags: Uint8Array;
  /** Larger is drawn and named first: people of a place. */
  rank: Int32Array;
  /** Parts of feature f are `[partOffset[f] .. partOffset[f + 1]]`, points of part p `[pointOffset[p] .. pointOffset[p + 1]]`. */
  partOffset: Int32Array;
  pointOffset: Int32Array;
  lat: Int32Array;
  lng: Int32Array;
  /** Features by place, one grid for each tier of zooms, coarse tiers first. */
  tiers: { maxMinZoom: number; grid: Grid }[];
  /** Whether `land` is drawn by the region itself, from its coastline. */
  hasLand: boolean;
}

export type Tier = readonly [maxMinZoom: number, cellMeters: number];

const REGION_TIERS: readonly Tier[] = [
  [8, 20_000],
  [11, 5000],
  [13, 2000],
  [99, 700],
];

export class FeatureBuilder {
  private readonly layer = new GrowableInt32();
  private readonly shape = new GrowableInt32();
  private readonly kind = new GrowableInt32();
  private readonly minZoom = new GrowableInt32();
  private readonly name = new GrowableInt32();
  private readonly ref = new GrowableInt32();
  private readonly flags = new GrowableInt32();
  private readonly rank = new GrowableInt32();
  private readonly partOffset = new GrowableInt32();
  private readonly pointOffset = new GrowableInt32();
  private readonly lat = new GrowableInt32();
  private readonly lng = new GrowableInt32();
  private readonly texts: StringTable;
  private hasLand = false;

  constructor(texts: StringTable) {
    this.texts = texts;
    this.partOffset.push(0);
    this.pointOffset.push(0);
  }

  point(lat: number, lng: number): void {
    this.lat.push(lat);
    this.lng.push(lng);
  }

  endPart(): void {
    this.pointOffset.push(this.lat.length);
  }

  endFeature(drawn: DrawnAs, tags: Tags): void {
    this.layer.push(LAYERS.indexOf(drawn.layer));
    this.shape.push(SHAPES.indexOf(drawn.shape));
    this.kind.push(this.texts.intern(drawn.kind));
    this.minZoom.push(drawn.minZoom);
    this.name.push(this.texts.intern(drawn.layer === 'building' ? '' : (tags['name'] ?? '')));
    this.ref.push(this.texts.intern(tags['ref'] ?? ''));
    this.flags.push(flagsOf(tags));
    this.rank.push(Math.min(1e9, Number.parseInt(tags['population'] ?? '0', 10) || 0));
    this.partOffset.push(this.pointOffset.length - 1);
    this.hasLand ||= drawn.layer === 'land';
  }

  get length(): number {
    return this.layer.length;
  }

  build(bounds: Box, tiers: readonly Tier[] = REGION_TIERS): FeatureColumns {
    const columns = {
      layer: Uint8Array.from(this.layer.view()),
      shape: Uint8Array.from(this.shape.view()),
      kind: this.kind.toArray(),
      minZoom: Uint8Array.from(this.minZoom.view()),
      name: this.name.toArray(),
      ref: this.ref.toArray(),
      flags: Uint8Array.from(this.flags.view()),
      rank: this.rank.toArray(),
      partOffset: this.partOffset.toArray(),
      pointOffset: this.pointOffset.toArray(),
      lat: this.lat.toArray(),
      lng: this.lng.toArray(),
      hasLand: this.hasLand,
    };
    return { ...columns, tiers: buildTiers(columns, bounds, tiers) };
  }
}

function flagsOf(tags: Tags): number {
  let flags = 0;
  if (tags['bridge'] && tags['bridge'] !== 'no') flags |= IS_BRIDGE;
  if (tags['tunnel'] && tags['tunnel'] !== 'no') flags |= IS_TUNNEL;
  if (tags['highway']?.endsWith('_link')) flags |= IS_LINK;
  if (tags['oneway'] === 'yes' || tags['oneway'] === '-1' || tags['junction'] === 'roundabout')
    flags |= IS_ONEWAY;
  return flags;
}

function buildTiers(
  columns: Omit<FeatureColumns, 'tiers'>,
  bounds: Box,
  tiers: readonly Tier[],
): FeatureColumns['tiers'] {
  let least = -1;
  return tiers.map(([maxMinZoom, cellMeters]) => {
    const above = least;
    least = maxMinZoom;
    const grid = buildGrid(bounds, cellMeters, (touch) => {
      for (let feature = 0; feature < columns.layer.length; feature++) {
        const minZoom = columns.minZoom[feature] as number;
        if (minZoom > above && minZoom <= maxMinZoom) touch(feature, featureBox(columns, feature));
      }
    });
    return { maxMinZoom, grid };
  });
}

function featureBox(columns: Omit<FeatureColumns, 'tiers'>, feature: number): Box {
  const box = { south: 0x7fffffff, west: 0x7fffffff, north: -0x7fffffff, east: -0x7fffffff };
  const first = columns.pointOffset[columns.partOffset[feature] as number] as number;
  const end = columns.pointOffset[columns.partOffset[feature + 1] as number] as number;
  for (let i = first; i < end; i++) {
    box.south = Math.min(box.south, columns.lat[i] as number);
    box.north = Math.max(box.north, columns.lat[i] as number);
    box.west = Math.min(box.west, columns.lng[i] as number);
    box.east = Math.max(box.east, columns.lng[i] as number);
  }
  return box;
}

/** Collects everything of a map source that is drawn. */
export function collectFeatures(source: MapSource, texts: StringTable, bounds: Box): FeatureColumns {
  const builder = new FeatureBuilder(texts);
  const addRefs = (refs: Iterable<number>): void => {
    for (const node of refs) builder.point(source.nodeLat[node] as number, source.nodeLng[node] as number);
    builder.endPart();
  };
  const coast: number[] = [];
  for (let way = 0; way < source.wayTags.length; way++) {
    const refs = source.wayRefs.subarray(source.wayOffsets[way], source.wayOffsets[way + 1]);
    if (refs.length < 2) continue;
    const tags = source.wayTags.of(way);
    if (tags['natural'] === 'coastline') coast.push(way);
    const isClosed = refs.length > 3 && refs[0] === refs[refs.length - 1];
    const drawn = (isClosed ? drawnArea(tags) : undefined) ?? drawnLine(tags);
    if (!drawn) continue;
    addRefs(refs);
    builder.endFeature(drawn, tags);
  }
  for (const ring of joinRings(source, coast)) {
    addRefs(ring);
    builder.endFeature({ layer: 'land', kind: 'land', shape: 'area', minZoom: 0 }, {});
  }
  for (const { tags, members } of source.relations) {
    const drawn = tags['type'] === 'multipolygon' ? drawnArea(tags) : undefined;
    if (!drawn) continue;
    const ways = (role: string): number[] =>
      members.filter((m) => m.kind === 'way' && m.index >= 0 && m.role === role).map((m) => m.index);
    const outer = joinRings(source, [...ways('outer'), ...ways('')]);
    if (outer.length === 0) continue;
    for (const ring of [...outer, ...joinRings(source, ways('inner'))]) addRefs(ring);
    builder.endFeature(drawn, tags);
  }
  for (let i = 0; i < source.taggedNodes.length; i++) {
    const tags = source.nodeTags.of(i);
    const drawn = drawnPoint(tags);
    if (!drawn) continue;
    addRefs([source.taggedNodes[i] as number]);
    builder.endFeature(drawn, tags);
  }
  return builder.build(bounds);
}
