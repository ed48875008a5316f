import type { District } from './districts.ts';
import type { TownContext } from './draw-district.ts';
import { between, type Polygon, type Spot } from './plane.ts';
import { hashed, noise, pick } from './random.ts';
import type { GridPlan, StreetGrid } from './street-grid.ts';

const FIELDS = ['farmland', 'meadow', 'farmland', 'orchard', 'farmland', 'meadow', 'vineyard', 'grass'];

/** The coast, beaches, the harbour and what grows on the hills. */
export function drawNature(context: TownContext): void {
  const { canvas, land } = context;
  canvas.area(land.coastline, { natural: 'coastline' });
  if (!context.detailed) return;
  drawBeaches(context);
  drawHarbour(context);
  for (const [i, hill] of land.hills.entries()) {
    canvas.node(hill, {
      natural: 'peak',
      name: `${context.names.village()} Hill`,
      ele: String(140 + 60 * i),
    });
    canvas.area(blob(hill, hill.radius * 0.62, land.seed + i), { natural: 'wood' });
  }
}

function blob(middle: Spot, radius: number, seed: number): Polygon {
  const count = 40;
  return Array.from({ length: count }, (_none, i) => {
    const angle = (2 * Math.PI * i) / count;
    const far = radius * (1 + 0.3 * noise(seed, 3 * Math.cos(angle), 3 * Math.sin(angle), 1));
    return { x: middle.x + far * Math.cos(angle), y: middle.y + far * Math.sin(angle) };
  });
}

function drawBeaches({ canvas, land }: TownContext): void {
  const { coastline } = land;
  const chunk = Math.round(coastline.length / 24);
  for (let start = 0; start + chunk < coastline.length; start += chunk) {
    const middle = coastline[start + (chunk >> 1)] as Spot;
    if (Math.hypot(middle.x, middle.y) < land.radius * 0.6 || hashed(land.seed, 70, start) > 0.4) continue;
    const outer = coastline.slice(start, start + chunk);
    const inner = outer.map((spot, i) => {
      const far = Math.hypot(spot.x, spot.y);
      const depth = 30 * Math.sin((Math.PI * i) / (outer.length - 1));
      return { x: spot.x * (1 - depth / far), y: spot.y * (1 - depth / far) };
    });
    canvas.area([...outer, ...inner.reverse().slice(1, -1)], { natural: 'beach' });
  }
}

/** Quay, piers one can walk on, and the breakwaters that shelter them. */
function drawHarbour({ canvas, land, townName }: TownContext): void {
  const quay = land.coast(land.bayAngle);
  const shore = land.inland(land.bayAngle, 110);
  canvas.area(
    [
      { x: -210, y: -shore - 16 },
      { x: -210, y: -quay + 14 },
      { x: 210, y: -quay + 14 },
      { x: 210, y: -shore - 16 },
    ],
    { landuse: 'port', name: `${townName} Harbour` },
  );
  for (const x of [-150, -50, 50, 150]) {
    const top = { x, y: -shore + 60 };
    const end = { x, y: -quay - 150 };
    const road = canvas.net.roads.findIndex((each) => each.kind === 'coast' && meets(each.line, x));
    const met = road < 0 ? undefined : canvas.meet(road, top, end);
    if (!met) continue;
    const far = canvas.node(end);
    canvas.builder.way([met.node, far], {
      highway: 'footway',
      man_made: 'pier',
      name: `Pier ${(x + 250) / 100}`,
    });
    canvas.area(
      [
        { x: x - 5, y: -quay + 2 },
        { x: x - 5, y: end.y },
        { x: x + 5, y: end.y },
        { x: x + 5, y: -quay + 2 },
      ],
      { man_made: 'pier', area: 'yes' },
    );
  }
  canvas.node(
    { x: 150, y: -quay - 145 },
    { man_made: 'lighthouse', tourism: 'attraction', name: 'Harbour Light' },
  );
}

function meets(line: readonly Spot[], x: number): boolean {
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1] as Spot;
    const b = line[i] as Spot;
    if (Math.min(a.x, b.x) <= x && x <= Math.max(a.x, b.x) && a.y < 0) return true;
  }
  return false;
}

/** A patchwork of fields between the tracks. */
export function drawFields({ canvas, random }: TownContext, grid: StreetGrid, _plan: GridPlan): void {
  for (const [cell, { spot }] of grid.corners) {
    const [i, j] = cell.split(',').map(Number) as [number, number];
    const east = grid.corners.get(`${i + 1},${j}`);
    const north = grid.corners.get(`${i},${j + 1}`);
    const both = grid.corners.get(`${i + 1},${j + 1}`);
    if (!east || !north || !both) continue;
    const corners = [spot, east.spot, both.spot, north.spot];
    const middle = between(between(spot, both.spot, 0.5), between(east.spot, north.spot, 0.5), 0.5);
    canvas.area(
      corners.map((corner) => between(corner, middle, 0.05)),
      { landuse: pick(random, FIELDS) },
    );
  }
}

export function drawPond({ canvas, random, land }: TownContext, district: District): void {
  const radius = 26 + 30 * random();
  const middle = { x: district.middle.x + 30, y: district.middle.y - 24 };
  canvas.area(blob(middle, radius, land.seed + district.index), { natural: 'water' });
}
