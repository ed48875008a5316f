import type { MainNet, MainRoad } from './main-roads.ts';
import { type Polygon, type Spot, signedArea } from './plane.ts';

/** A part of a district's border: a main road, and whether it is followed against its direction. */
export interface BorderRoad {
  road: number;
  isReversed: boolean;
}

export interface Face {
  border: BorderRoad[];
  polygon: Polygon;
}

interface HalfRoad {
  to: number;
  road: number;
  isReversed: boolean;
  angle: number;
}

/** The areas that the main roads enclose, each once, corners counter-clockwise. */
export function traceFaces(net: MainNet): Face[] {
  const leaving = sortLeaving(net);
  const used = new Set<number>();
  const faces: Face[] = [];
  for (let road = 0; road < net.roads.length; road++) {
    for (const isReversed of [false, true]) {
      const key = road * 2 + (isReversed ? 1 : 0);
      if (used.has(key)) continue;
      const border = walkFace(net, leaving, { road, isReversed }, used);
      const polygon = border.flatMap((part) => lineOf(net, part).slice(0, -1));
      if (signedArea(polygon) > 0) faces.push({ border, polygon });
    }
  }
  return faces;
}

export function lineOf(net: MainNet, part: BorderRoad): Spot[] {
  const { line } = net.roads[part.road] as MainRoad;
  return part.isReversed ? [...line].reverse() : line;
}

function sortLeaving(net: MainNet): HalfRoad[][] {
  const leaving: HalfRoad[][] = net.crossings.map(() => []);
  for (const [road, { from, to, line }] of net.roads.entries()) {
    const add = (node: number, end: number, isReversed: boolean, a: Spot, b: Spot): void => {
      leaving[node]?.push({ to: end, road, isReversed, angle: Math.atan2(b.y - a.y, b.x - a.x) });
    };
    add(from, to, false, line[0] as Spot, line[1] as Spot);
    add(to, from, true, line[line.length - 1] as Spot, line[line.length - 2] as Spot);
  }
  for (const list of leaving) list.sort((a, b) => a.angle - b.angle);
  return leaving;
}

function walkFace(net: MainNet, leaving: HalfRoad[][], start: BorderRoad, used: Set<number>): BorderRoad[] {
  const border: BorderRoad[] = [];
  let at = start;
  for (;;) {
    const key = at.road * 2 + (at.isReversed ? 1 : 0);
    if (used.has(key)) return border;
    used.add(key);
    border.push(at);
    const { from, to } = net.roads[at.road] as MainRoad;
    const around = leaving[at.isReversed ? from : to] as HalfRoad[];
    const back = around.findIndex((half) => half.road === at.road && half.isReversed !== at.isReversed);
    // The next road clockwise from the one we came by keeps the face on the left.
    at = around[(back + around.length - 1) % around.length] as HalfRoad;
  }
}
