import type { Land } from './land.ts';
import type { Spot } from './plane.ts';
import { hashed } from './random.ts';

export type RoadClass = 'primary' | 'secondary' | 'tertiary';

/** A stretch of main road between two crossings, bent, with further nodes put in by side streets. */
export interface MainRoad {
  from: number;
  to: number;
  highway: RoadClass;
  /** Number of the street that it is part of, for its name. */
  street: number;
  kind: 'ring' | 'radial' | 'coast';
  line: Spot[];
}

export interface MainNet {
  crossings: Spot[];
  roads: MainRoad[];
  ringRadii: number[];
}

const FIRST_RING_METERS = 240;
const MAX_ARC_METERS = 1250;
const POINT_EVERY_METERS = 110;
/** Divisible by four, so that one of them runs into the bay. */
const FIRST_ARMS = 8;

/** Rings around the old town, radial roads out of it, and a road along the coast that ends them all. */
export function layMainRoads(land: Land): MainNet {
  const radii = ringRadii(land);
  const arms = radialCounts(radii);
  const net = new NetBuilder(land, radii);
  const finest = arms[arms.length - 1] as number;
  const ends = new Map<number, { ring: number; node: number }>();
  for (let ring = 0; ring < radii.length; ring++) {
    const count = arms[ring] as number;
    const step = finest / count;
    const inner = ring === 0 ? 0 : finest / (arms[ring - 1] as number);
    const nodes = Array.from({ length: count }, (_none, i) => net.ringNode(ring, i * step, finest));
    for (let i = 0; i < count; i++) {
      const node = nodes[i] as number;
      const next = nodes[(i + 1) % count] as number;
      if (node < 0) continue;
      const slot = i * step;
      if (next >= 0) net.addRing(ring, node, next, slot, ((i + 1) % count) * step, finest);
      const below = ends.get(slot);
      if (below && slot % inner === 0) net.addRadial(below.ring, ring, below.node, node, slot, finest);
      ends.set(slot, { ring, node });
    }
  }
  net.addCoast(
    [...ends.entries()].sort(([a], [b]) => a - b),
    finest,
  );
  return { crossings: net.crossings, roads: net.roads, ringRadii: radii };
}

function ringRadii(land: Land): number[] {
  const radii = [FIRST_RING_METERS];
  for (let k = 1; ; k++) {
    const step = k === 1 ? 330 : k === 2 ? 430 : 520 + 180 * hashed(land.seed, 20, k);
    const next = (radii[k - 1] as number) + step;
    if (next > land.radius * 1.3) return radii;
    radii.push(next);
  }
}

/** Radial roads double when they have grown too far apart. */
function radialCounts(radii: readonly number[]): number[] {
  let count = FIRST_ARMS;
  return radii.map((radius) => {
    if ((2 * Math.PI * radius) / count > MAX_ARC_METERS) count *= 2;
    return count;
  });
}

class NetBuilder {
  readonly crossings: Spot[] = [];
  readonly roads: MainRoad[] = [];
  private readonly land: Land;
  private readonly radii: readonly number[];

  constructor(land: Land, radii: readonly number[]) {
    this.land = land;
    this.radii = radii;
  }

  /** Direction of a radial road; each is turned a little within the room its neighbours leave it. */
  private angle(slot: number, finest: number): number {
    const { land } = this;
    if (slot * 4 === finest * 3) return land.bayAngle;
    let born = FIRST_ARMS;
    while (slot % (finest / born) !== 0) born *= 2;
    const jitter = (hashed(land.seed, 21, slot) - 0.5) * 0.3;
    if (born === FIRST_ARMS) return (2 * Math.PI * slot) / finest + (jitter * 2 * Math.PI) / born;
    const step = finest / born;
    const before = this.angle(slot - step, finest);
    const after =
      slot + step === finest ? this.angle(0, finest) + 2 * Math.PI : this.angle(slot + step, finest);
    return (before + after) / 2 + jitter * (after - before) * 0.5;
  }

  private radius(ring: number, slot: number): number {
    const radius = this.radii[ring] as number;
    return radius * (1 + (hashed(this.land.seed, 22, ring, slot) - 0.5) * Math.min(0.12, 60 / radius));
  }

  private bend(angle: number, radius: number): Spot {
    return this.land.warp({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
  }

  private cross(spot: Spot): number {
    this.crossings.push(spot);
    return this.crossings.length - 1;
  }

  /** A crossing on a ring, or -1 where the ring would be in the sea. */
  ringNode(ring: number, slot: number, finest: number): number {
    const angle = this.angle(slot, finest);
    const radius = this.radius(ring, slot);
    if (radius > this.land.inland(angle, 320)) return -1;
    return this.cross(this.bend(angle, radius));
  }

  private draw(from: number, to: number, at: (share: number) => Spot, meters: number): Spot[] {
    const pieces = Math.max(1, Math.round(meters / POINT_EVERY_METERS));
    const line = [this.crossings[from] as Spot];
    for (let i = 1; i < pieces; i++) line.push(at(i / pieces));
    line.push(this.crossings[to] as Spot);
    return line;
  }

  addRing(ring: number, from: number, to: number, slot: number, nextSlot: number, finest: number): void {
    const start = this.angle(slot, finest);
    let end = this.angle(nextSlot, finest);
    if (end <= start) end += 2 * Math.PI;
    const r1 = this.radius(ring, slot);
    const r2 = this.radius(ring, nextSlot);
    for (let share = 0.25; share < 1; share += 0.25) {
      const angle = start + share * (end - start);
      if (r1 + share * (r2 - r1) > this.land.inland(angle, 200)) return;
    }
    const at = (share: number): Spot => this.bend(start + share * (end - start), r1 + share * (r2 - r1));
    const highway = ring === 0 || ring === 3 ? 'primary' : ring % 2 === 1 ? 'secondary' : 'tertiary';
    const line = this.draw(from, to, at, (end - start) * r1);
    // A long ring has a new name for every quarter or so of its way round.
    const part = Math.floor((slot / finest) * Math.max(1, Math.min(8, ring * 2)));
    this.roads.push({ from, to, highway, street: 1000 + ring * 10 + part, kind: 'ring', line });
  }

  addRadial(lower: number, ring: number, from: number, to: number, slot: number, finest: number): void {
    const angle = this.angle(slot, finest);
    const r1 = this.radius(lower, slot);
    const r2 = this.radius(ring, slot);
    const at = (share: number): Spot => this.bend(angle, r1 + share * (r2 - r1));
    const isOld = slot % (finest / FIRST_ARMS) === 0;
    const highway = isOld ? (slot % (finest / 4) === 0 ? 'primary' : 'secondary') : 'tertiary';
    const line = this.draw(from, to, at, r2 - r1);
    this.roads.push({ from, to, highway, street: 100_000 + slot, kind: 'radial', line });
  }

  /** Leads every radial road on to the coast road, and the coast road around the island. */
  addCoast(ends: readonly [number, { ring: number; node: number }][], finest: number): void {
    const shore = ends.map(([slot, { ring, node }]) => {
      const angle = this.angle(slot, finest);
      const radius = this.land.inland(angle, 110);
      const end = this.cross(this.bend(angle, radius));
      const start = this.radius(ring, slot);
      const at = (share: number): Spot => this.bend(angle, start + share * (radius - start));
      const line = this.draw(node, end, at, radius - start);
      this.roads.push({
        from: node,
        to: end,
        highway: 'tertiary',
        street: 100_000 + slot,
        kind: 'radial',
        line,
      });
      return { angle, end, slot };
    });
    for (const [i, here] of shore.entries()) {
      const next = shore[(i + 1) % shore.length] as (typeof shore)[number];
      const span = (next.angle - here.angle + 2 * Math.PI) % (2 * Math.PI);
      const at = (share: number): Spot => {
        const angle = here.angle + share * span;
        return this.bend(angle, this.land.inland(angle, 110));
      };
      const meters =
        span * this.land.coast(here.angle) +
        Math.abs(this.land.coast(next.angle) - this.land.coast(here.angle));
      const line = this.draw(here.end, next.end, at, meters * 1.6);
      const street = 50_000 + Math.floor(here.slot / Math.max(1, finest / FIRST_ARMS));
      this.roads.push({ from: here.end, to: next.end, highway: 'secondary', street, kind: 'coast', line });
    }
  }
}
