import { MapSourceBuilder } from '../source/builder.ts';
import type { Tags } from '../source/map-source.ts';
import { crossing, distance, type Polygon, type Spot } from './plane.ts';
import type { MainNet, MainRoad } from './main-roads.ts';

/** Far out in the Atlantic, where no real map has anything. */
export const TOWN_LAT = 45.2;
export const TOWN_LNG = -21.4;

const METERS_PER_DEGREE = 111_195;
const JOIN_METERS = 26;

interface Insert {
  /** Metres along the road. */
  along: number;
  node: number;
}

/** Draws the plane's spots as elements of a map, and knows where side streets meet main roads. */
export class Canvas {
  readonly builder = new MapSourceBuilder();
  readonly net: MainNet;
  private readonly crossingNodes: number[];
  private readonly inserts: Insert[][];
  private readonly lngScale = Math.cos((TOWN_LAT * Math.PI) / 180);

  constructor(net: MainNet) {
    this.net = net;
    this.crossingNodes = net.crossings.map((spot) => this.node(spot));
    this.inserts = net.roads.map((road) => [
      { along: 0, node: this.crossingNodes[road.from] as number },
      { along: lengthOf(road.line), node: this.crossingNodes[road.to] as number },
    ]);
  }

  node(spot: Spot, tags?: Tags): number {
    return this.builder.node(
      TOWN_LAT + spot.y / METERS_PER_DEGREE,
      TOWN_LNG + spot.x / METERS_PER_DEGREE / this.lngScale,
      tags,
    );
  }

  crossingNode(crossing: number): number {
    return this.crossingNodes[crossing] as number;
  }

  area(polygon: Polygon, tags: Tags): void {
    const nodes = polygon.map((spot) => this.node(spot));
    this.builder.way([...nodes, nodes[0] as number], tags);
  }

  line(spots: readonly Spot[], tags: Tags): void {
    this.builder.way(
      spots.map((spot) => this.node(spot)),
      tags,
    );
  }

  /**
   * Where a street from `a` towards `b` meets a road: a node of the road. Undefined when it does not
   * meet it; an existing node when one is close to the meeting.
   */
  meet(road: number, a: Spot, b: Spot): { node: number; spot: Spot; meters: number } | undefined {
    const { line } = this.net.roads[road] as MainRoad;
    let along = 0;
    let best: { along: number; spot: Spot; meters: number } | undefined;
    for (let i = 1; i < line.length; i++) {
      const c = line[i - 1] as Spot;
      const d = line[i] as Spot;
      const hit = crossing(a, b, c, d);
      if (hit) {
        const spot = { x: c.x + hit.other * (d.x - c.x), y: c.y + hit.other * (d.y - c.y) };
        const meters = distance(a, spot);
        if (!best || meters < best.meters) best = { along: along + hit.other * distance(c, d), spot, meters };
      }
      along += distance(c, d);
    }
    if (!best) return undefined;
    const found = best;
    const inserts = this.inserts[road] as Insert[];
    const near = inserts.find((insert) => Math.abs(insert.along - found.along) < JOIN_METERS);
    if (near) return { node: near.node, spot: best.spot, meters: best.meters };
    const node = this.node(best.spot);
    inserts.push({ along: best.along, node });
    return { node, spot: best.spot, meters: best.meters };
  }

  /** Draws a main road with everything that was put into it. */
  drawRoad(road: number, tags: Tags): void {
    const { line } = this.net.roads[road] as MainRoad;
    const inserts = [...(this.inserts[road] as Insert[])].sort((a, b) => a.along - b.along);
    const nodes: number[] = [];
    let along = 0;
    let next = 0;
    for (let i = 0; i < line.length; i++) {
      if (i > 0) along += distance(line[i - 1] as Spot, line[i] as Spot);
      while (next < inserts.length && (inserts[next] as Insert).along <= along + 0.01) {
        nodes.push((inserts[next++] as Insert).node);
      }
      const isEnd = i === 0 || i === line.length - 1;
      if (!isEnd) nodes.push(this.node(line[i] as Spot));
    }
    while (next < inserts.length) nodes.push((inserts[next++] as Insert).node);
    this.builder.way(nodes, tags);
  }
}

export function lengthOf(line: readonly Spot[]): number {
  let length = 0;
  for (let i = 1; i < line.length; i++) length += distance(line[i - 1] as Spot, line[i] as Spot);
  return length;
}
