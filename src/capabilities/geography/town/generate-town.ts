import type { MapSource } from '../source/map-source.ts';
import { Canvas, lengthOf } from './canvas.ts';
import { drawDistrict, type TownContext } from './draw-district.ts';
import { zone } from './districts.ts';
import { traceFaces } from './faces.ts';
import type { StreetNumbers } from './houses.ts';
import { HouseBuilder } from './houses.ts';
import { layLand } from './land.ts';
import { layMainRoads, type RoadClass } from './main-roads.ts';
import { Names } from './names.ts';
import { drawNature } from './nature.ts';
import { randomFrom } from './random.ts';

export interface TownOptions {
  name: string;
  seed: number;
  /** About how many points its streets have; 9,000 make a town to walk across in two hours. */
  streetPoints: number;
  /** False leaves out walls and fields, for towns of millions that are only measured. */
  detailed?: boolean;
}

const MAX_SPEED: Record<RoadClass, string> = { primary: '50', secondary: '50', tertiary: '50' };
const MAX_SPEED_OUTSIDE: Record<RoadClass, string> = { primary: '80', secondary: '80', tertiary: '70' };

/**
 * Radius in metres that gives about so many street points. A town's middle is denser than its
 * fields, so small islands need less room for a point than large ones.
 */
export function islandRadius(streetPoints: number): number {
  return 43.5 * Math.sqrt(streetPoints);
}

/** An island town that does not exist, the same for the same options on every machine. */
export function generateTown(options: TownOptions): MapSource {
  const land = layLand(options.seed, islandRadius(options.streetPoints));
  const net = layMainRoads(land);
  const districts = zone(land, traceFaces(net), net.ringRadii);
  const canvas = new Canvas(net);
  const random = randomFrom(options.seed * 7919 + 13);
  const names = new Names(options.seed);
  const context: TownContext = {
    land,
    canvas,
    names,
    random,
    houses: new HouseBuilder(canvas, random, options.detailed !== false),
    detailed: options.detailed !== false,
    townName: options.name,
    roadStarts: measureStreets(net.roads),
    mainNumbers: new Map<number, StreetNumbers>(),
  };
  drawNature(context);
  for (const district of districts) drawDistrict(context, district);
  const urban = land.radius * 0.62;
  for (const [index, road] of net.roads.entries()) {
    const middle = road.line[road.line.length >> 1] as { x: number; y: number };
    const isOutside = Math.hypot(middle.x, middle.y) > urban;
    canvas.drawRoad(index, {
      highway: road.highway,
      name: names.main(road.street),
      maxspeed: (isOutside ? MAX_SPEED_OUTSIDE : MAX_SPEED)[road.highway],
    });
  }
  for (const [crossing, spot] of net.crossings.entries()) {
    const isBusy = Math.hypot(spot.x, spot.y) < 1400 && crossing % 2 === 0;
    if (isBusy) canvas.builder.tag(canvas.crossingNode(crossing), { highway: 'traffic_signals' });
  }
  canvas.node(
    { x: 0, y: 0 },
    { place: 'town', name: options.name, population: String(context.houses.houseCount * 3) },
  );
  return canvas.builder.build({
    name: options.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    attribution: 'Invented by Caravan',
    drivesOn: 'right',
  });
}

/** Where on its street each main road begins, so that house numbers rise from end to end. */
function measureStreets(roads: ReturnType<typeof layMainRoads>['roads']): number[] {
  const lengths = new Map<number, number>();
  return roads.map((road) => {
    const start = lengths.get(road.street) ?? 0;
    lengths.set(road.street, start + lengthOf(road.line));
    return start;
  });
}
