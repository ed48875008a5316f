import { hashed, noise } from './random.ts';
import type { Polygon, Spot } from './plane.ts';

export interface Hill extends Spot {
  radius: number;
}

/** The lie of the land: how far the coast is in each direction, the bay with the harbour, the hills. */
export interface Land {
  seed: number;
  /** Mean radius of the island in metres. */
  radius: number;
  bayAngle: number;
  hills: Hill[];
  /** Distance of the coast from the centre in a direction (radians). */
  coast(angle: number): number;
  /** How far one must stay from the coast along a ray to be `meters` away from it. */
  inland(angle: number, meters: number): number;
  /** Bends a spot a little, so that no road is ruler-straight. */
  warp(spot: Spot): Spot;
  coastline: Polygon;
}

const BAY_WIDTH = 0.34;
/** How near to the centre the bay comes. */
const BAY_END_METERS = 1150;

export function layLand(seed: number, radius: number): Land {
  // The bay lies on a radial road, to the south, so that the old town looks onto the harbour.
  const bayAngle = 1.5 * Math.PI;
  const coast = (angle: number): number => {
    let shape = 1;
    for (let wave = 2; wave <= 15; wave++) {
      const size = (wave < 5 ? 0.15 : 0.11) / wave;
      shape += size * Math.cos(wave * angle + hashed(seed, wave) * 2 * Math.PI);
    }
    const open = radius * shape;
    const off = Math.atan2(Math.sin(angle - bayAngle), Math.cos(angle - bayAngle));
    return open - (open - Math.min(BAY_END_METERS, 0.4 * radius)) * Math.exp(-((off / BAY_WIDTH) ** 2));
  };
  const inland = (angle: number, meters: number): number => {
    // Over some width, or a road along the head of the bay would run in and out of its middle.
    const here = coast(angle);
    const rise = Math.abs(coast(angle + 0.09) - here) + Math.abs(here - coast(angle - 0.09));
    const slope = rise / 0.18 / here;
    return coast(angle) - meters * Math.sqrt(1 + slope * slope);
  };
  const reach = Math.min(150, radius * 0.05);
  const warp = ({ x, y }: Spot): Spot => {
    const r = Math.hypot(x, y);
    const angle = Math.atan2(y, x);
    // The coast road keeps its distance from the sea: less bending the nearer the coast.
    const free = Math.max(0, Math.min(1, (coast(angle) - r - 100) / 600)) * Math.min(1, r / 700);
    return {
      x: x + reach * free * noise(seed + 1, x, y, 1300) + 0.25 * reach * free * noise(seed + 2, x, y, 420),
      y: y + reach * free * noise(seed + 3, x, y, 1300) + 0.25 * reach * free * noise(seed + 4, x, y, 420),
    };
  };
  return {
    seed,
    radius,
    bayAngle,
    coast,
    inland,
    warp,
    hills: layHills(seed, radius, bayAngle),
    coastline: drawCoast(seed, radius, coast),
  };
}

function layHills(seed: number, radius: number, bayAngle: number): Hill[] {
  const count = 3 + Math.floor(radius / 4000);
  return Array.from({ length: count }, (_none, i) => {
    // All around, but not on the side of the bay.
    const angle = bayAngle + Math.PI * (0.45 + (1.1 * (i + 0.7 * hashed(seed, 50, i))) / count);
    const r = radius * (0.6 + 0.2 * hashed(seed, 51, i));
    return {
      x: r * Math.cos(angle),
      y: r * Math.sin(angle),
      radius: Math.min(2500, radius * (0.18 + 0.1 * hashed(seed, 52, i))),
    };
  });
}

/** 0 in the plain, 1 on the top of a hill. */
export function height(land: Land, spot: Spot): number {
  let height = 0;
  for (const hill of land.hills) {
    const far = Math.hypot(spot.x - hill.x, spot.y - hill.y) / hill.radius;
    height = Math.max(height, Math.exp(-far * far));
  }
  return height;
}

/** The waterline, counter-clockwise (land on its left): rough by nature, straight at the quay. */
function drawCoast(seed: number, radius: number, coast: (angle: number) => number): Polygon {
  const line: Polygon = [];
  const bayEnd = coast(1.5 * Math.PI);
  const step = 14 / radius;
  for (let angle = 0; angle < 2 * Math.PI; ) {
    const r = coast(angle);
    const x = r * Math.cos(angle);
    const y = r * Math.sin(angle);
    // The quay is straight, the rest of the coast is as the sea left it.
    const rough = Math.min(1, Math.max(0.1, (r - bayEnd) / 500));
    const bump =
      34 * noise(seed + 7, x, y, 310) + 20 * noise(seed + 8, x, y, 95) + 8 * noise(seed + 9, x, y, 36);
    const wet = r + rough * bump;
    line.push({ x: wet * Math.cos(angle), y: wet * Math.sin(angle) });
    const slope = Math.abs(coast(angle + 0.002) - coast(angle - 0.002)) / 0.004 / r;
    angle += (step * radius) / r / Math.sqrt(1 + slope * slope);
  }
  return line;
}
