import type { DistrictKind } from './districts.ts';
import type { HouseStyle } from './houses.ts';
import type { GridPlan } from './street-grid.ts';

export interface DistrictStyle {
  plan: GridPlan;
  houses: HouseStyle | undefined;
  /** Ground colour of the whole district. */
  ground: Record<string, string>;
  highway: string;
  maxspeed: string | undefined;
  /** Every second street one way, by turns. */
  oneWays: boolean;
}

const EVERYWHERE = Number.POSITIVE_INFINITY;

const SUBURB_HOUSES: HouseStyle = {
  front: 21,
  depth: 11,
  setback: 10,
  density: 0.93,
  fill: 0.62,
  building: 'house',
  shops: 0.012,
};

export const DISTRICT_STYLES: Record<DistrictKind, DistrictStyle> = {
  old: {
    plan: { along: 68, across: 72, disorder: 0.3, keep: 0.62, within: EVERYWHERE, margin: 24, joins: 1 },
    houses: { front: 11, depth: 9.5, setback: 5.5, density: 0.98, fill: 0.97, building: 'yes', shops: 0.3 },
    ground: { landuse: 'retail' },
    highway: 'living_street',
    maxspeed: undefined,
    oneWays: false,
  },
  centre: {
    plan: { along: 74, across: 98, disorder: 0.08, keep: 1, within: EVERYWHERE, margin: 30, joins: 1 },
    houses: {
      front: 15,
      depth: 13,
      setback: 8,
      density: 0.97,
      fill: 0.95,
      building: 'apartments',
      shops: 0.14,
    },
    ground: { landuse: 'commercial' },
    highway: 'residential',
    maxspeed: '30',
    oneWays: true,
  },
  grid: {
    plan: { along: 142, across: 84, disorder: 0.05, keep: 1, within: EVERYWHERE, margin: 38, joins: 0.4 },
    houses: SUBURB_HOUSES,
    ground: { landuse: 'residential' },
    highway: 'residential',
    maxspeed: '30',
    oneWays: false,
  },
  organic: {
    plan: { along: 104, across: 92, disorder: 0.46, keep: 0.5, within: EVERYWHERE, margin: 34, joins: 0.35 },
    houses: { ...SUBURB_HOUSES, front: 24, density: 0.86 },
    ground: { landuse: 'residential' },
    highway: 'residential',
    maxspeed: '30',
    oneWays: false,
  },
  village: {
    plan: { along: 95, across: 88, disorder: 0.5, keep: 0.4, within: 230, margin: 34, joins: 0.6 },
    houses: { ...SUBURB_HOUSES, front: 25, density: 0.78, shops: 0.03 },
    ground: { landuse: 'meadow' },
    highway: 'residential',
    maxspeed: '30',
    oneWays: false,
  },
  industrial: {
    plan: { along: 190, across: 165, disorder: 0.05, keep: 0.8, within: EVERYWHERE, margin: 55, joins: 0.5 },
    houses: {
      front: 62,
      depth: 42,
      setback: 16,
      density: 0.85,
      fill: 0.74,
      building: 'industrial',
      shops: 0.02,
    },
    ground: { landuse: 'industrial' },
    highway: 'unclassified',
    maxspeed: '50',
    oneWays: false,
  },
  park: {
    plan: { along: 96, across: 88, disorder: 0.52, keep: 0.35, within: EVERYWHERE, margin: 26, joins: 0.5 },
    houses: undefined,
    ground: { leisure: 'park' },
    highway: 'footway',
    maxspeed: undefined,
    oneWays: false,
  },
  farmland: {
    plan: { along: 210, across: 150, disorder: 0.3, keep: 0.05, within: EVERYWHERE, margin: 40, joins: 0.4 },
    houses: undefined,
    ground: { landuse: 'farmland' },
    highway: 'track',
    maxspeed: undefined,
    oneWays: false,
  },
  forest: {
    plan: { along: 190, across: 180, disorder: 0.6, keep: 0.1, within: EVERYWHERE, margin: 40, joins: 0.4 },
    houses: undefined,
    ground: { landuse: 'forest' },
    highway: 'path',
    maxspeed: undefined,
    oneWays: false,
  },
};

/** Houses along main roads, where a district is built up at all. */
export const MAIN_ROAD_HOUSES: Partial<Record<DistrictKind, HouseStyle>> = {
  old: { front: 12, depth: 10, setback: 9, density: 0.97, fill: 0.97, building: 'yes', shops: 0.35 },
  centre: {
    front: 17,
    depth: 14,
    setback: 11,
    density: 0.96,
    fill: 0.94,
    building: 'apartments',
    shops: 0.35,
  },
  grid: { ...SUBURB_HOUSES, front: 22, setback: 14, density: 0.85, building: 'apartments', shops: 0.1 },
  organic: { ...SUBURB_HOUSES, front: 24, setback: 14, density: 0.75, shops: 0.05 },
  industrial: {
    front: 64,
    depth: 40,
    setback: 20,
    density: 0.6,
    fill: 0.7,
    building: 'warehouse',
    shops: 0.04,
  },
};
