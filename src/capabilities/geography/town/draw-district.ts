import type { Canvas } from './canvas.ts';
import { DISTRICT_STYLES, MAIN_ROAD_HOUSES } from './district-styles.ts';
import type { District } from './districts.ts';
import { lineOf } from './faces.ts';
import { type HouseAddress, type HouseBuilder, StreetNumbers } from './houses.ts';
import type { Land } from './land.ts';
import type { MainRoad } from './main-roads.ts';
import type { Names } from './names.ts';
import { drawFields, drawPond } from './nature.ts';
import { shrink } from './plane.ts';
import { PlotMap } from './plot-map.ts';
import type { Random } from './random.ts';
import { StreetGrid, type GridStreet } from './street-grid.ts';

export interface TownContext {
  land: Land;
  canvas: Canvas;
  names: Names;
  random: Random;
  houses: HouseBuilder;
  detailed: boolean;
  townName: string;
  /** Metres along its street where each main road begins. */
  roadStarts: number[];
  mainNumbers: Map<number, StreetNumbers>;
}

const WILD = new Set(['park', 'farmland', 'forest']);

/** Draws one area between main roads: its ground, its streets, its houses. */
export function drawDistrict(context: TownContext, district: District): void {
  const { canvas, names, land, random } = context;
  const style = DISTRICT_STYLES[district.kind];
  const isVillage = district.kind === 'village';
  const name = isVillage ? names.village() : names.district();
  const city = isVillage ? name : context.townName;
  const postcode = String(
    4000 +
      (Math.floor((Math.atan2(district.middle.y, district.middle.x) + Math.PI) * 1.59) % 10) * 10 +
      (isVillage ? 5 : 0),
  );
  if (context.detailed) canvas.area(shrink(district.polygon, 4), style.ground);
  label(context, district, name);
  const grid = new StreetGrid(canvas, district, style.plan, land.seed + district.index * 101);
  const streets = grid.streets(random);
  if (context.detailed && district.kind === 'farmland') drawFields(context, grid, style.plan);
  const plots = style.houses ? new PlotMap(district.polygon) : undefined;
  const named = streets.map((street) => ({ street, name: WILD.has(district.kind) ? '' : names.local() }));
  for (const { street } of named) plots?.takeLine(street.spots, 6.5);
  for (const { road } of district.face.border) plots?.takeLine((canvas.net.roads[road] as MainRoad).line, 8);
  for (const { street, name: streetName } of named) {
    canvas.builder.way(street.nodes, streetTags(district, street, streetName));
  }
  if (district.kind === 'park' && context.detailed) drawPond(context, district);
  if (!plots || !style.houses) return;
  frontMainRoads(context, district, plots, { postcode, city });
  for (const { street, name: streetName } of named) {
    const address: HouseAddress = { street: streetName, postcode, city };
    context.houses.line(street.spots, plots, style.houses, address, new StreetNumbers());
  }
}

function label(context: TownContext, district: District, name: string): void {
  const { canvas, random } = context;
  if (district.kind === 'village') canvas.node(district.middle, { place: 'village', name });
  else if (district.kind === 'park')
    canvas.node(district.middle, { leisure: 'park', name: `${name.split(' ')[0]} Park` });
  else if (!WILD.has(district.kind) && random() < 0.4)
    canvas.node(district.middle, { place: 'suburb', name });
}

function streetTags(district: District, street: GridStreet, name: string): Record<string, string> {
  const style = DISTRICT_STYLES[district.kind];
  const tags: Record<string, string> = { highway: style.highway };
  if (name) tags['name'] = name;
  if (style.maxspeed) tags['maxspeed'] = style.maxspeed;
  if (style.highway === 'track') tags['motor_vehicle'] = 'agricultural';
  // Only streets that lead through can be one-way, or one could drive in and never out.
  if (style.oneWays && street.joinsStart && street.joinsEnd)
    tags['oneway'] = street.line % 2 === 0 ? 'yes' : '-1';
  if (district.kind === 'old' && street.family === 0 && street.line % 3 === 0) {
    tags['highway'] = 'pedestrian';
  }
  return tags;
}

/** Houses that look onto the main roads around a district. */
function frontMainRoads(
  context: TownContext,
  district: District,
  plots: PlotMap,
  place: Pick<HouseAddress, 'postcode' | 'city'>,
): void {
  const style = MAIN_ROAD_HOUSES[district.kind];
  if (!style) return;
  const { canvas, names, mainNumbers } = context;
  for (const part of district.face.border) {
    const road = canvas.net.roads[part.road] as MainRoad;
    let numbers = mainNumbers.get(road.street);
    if (!numbers) {
      numbers = new StreetNumbers();
      mainNumbers.set(road.street, numbers);
    }
    const address = { street: names.main(road.street), ...place };
    // The district is on the left of its border, so houses stand on the left of the line.
    context.houses.line(lineOf(canvas.net, part), plots, style, address, numbers, {
      leftOnly: true,
      startMeters: context.roadStarts[part.road] as number,
      isReversed: part.isReversed,
    });
  }
}
