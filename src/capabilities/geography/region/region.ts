import type { ProfileGraph } from '../graph/profile-graph.ts';
import { directionBearings } from '../graph/turn-costs.ts';
import type { StreetNetwork } from '../network/network.ts';
import type { Profile } from '../network/profile-rules.ts';
import type { AddressColumns } from '../search/addresses.ts';
import type { SearchIndex } from '../search/build-index.ts';
import type { FeatureColumns } from '../tiles/features.ts';
import type { Box, Grid } from './grid.ts';
import { type PackedTexts, TextTable } from './text-table.ts';

/** What is known of a region without looking into it. */
export interface RegionAbout {
  name: string;
  attribution: string;
  bounds: Box;
  /** Of the elements in the source, and of what was made of them. */
  counts: {
    sourceNodes: number;
    sourceWays: number;
    sourceRelations: number;
    junctions: number;
    streetPoints: number;
    edges: number;
    restrictions: number;
    addresses: number;
    places: number;
    features: number;
    states: Record<Profile, number>;
  };
}

/** A region as it lies in its file: plain values and typed arrays only. */
export interface RegionData {
  about: RegionAbout;
  texts: PackedTexts;
  network: StreetNetwork;
  edgeGrid: Grid;
  graphs: Record<Profile, ProfileGraph>;
  addresses: AddressColumns;
  search: SearchIndex;
  features: FeatureColumns;
}

/** A region ready to be asked. */
export interface Region extends Omit<RegionData, 'texts'> {
  texts: TextTable;
  bearings: ReturnType<typeof directionBearings>;
}

export function openRegion(data: RegionData): Region {
  return { ...data, texts: new TextTable(data.texts), bearings: directionBearings(data.network) };
}
