import type { Canvas } from './canvas.ts';
import type { District } from './districts.ts';
import { distance, distanceToBorder, isInside, type Spot } from './plane.ts';
import { hashed, noise, type Random } from './random.ts';

export interface GridPlan {
  /** Metres between streets, along and across. */
  along: number;
  across: number;
  /** How far corners are moved from their even places, as a share of the spacing. */
  disorder: number;
  /** Share of the streets kept beyond those that hold the district together. */
  keep: number;
  /** Only within this many metres of the district's middle. */
  within: number;
  /** Metres from the border where no corner may lie. */
  margin: number;
  /** Share of the streets that end at a main road, of those that could. */
  joins: number;
}

/** A run of street through the corners of a district's grid, from end to end. */
export interface GridStreet {
  nodes: number[];
  spots: Spot[];
  /** Whether each end meets a main road. */
  joinsStart: boolean;
  joinsEnd: boolean;
  family: 0 | 1;
  line: number;
  /** Places of its first and last corner on its line. */
  from: number;
  to: number;
}

interface Corner {
  spot: Spot;
  node: number;
}

/** A village in the middle of its fields has a long way to the next road. */
const FAR_REACH = 25;

type Cell = `${number},${number}`;

/** Streets of one district: a grid, more or less bent, tied to the main roads around it. */
export class StreetGrid {
  readonly corners = new Map<Cell, Corner>();
  private readonly plan: GridPlan;
  private readonly canvas: Canvas;
  private readonly district: District;
  private readonly seed: number;
  private readonly half: number;

  constructor(canvas: Canvas, district: District, plan: GridPlan, seed: number) {
    this.canvas = canvas;
    this.district = district;
    this.plan = plan;
    this.seed = seed;
    const reach = district.polygon.reduce((most, spot) => Math.max(most, distance(spot, district.middle)), 0);
    this.half = Math.ceil(Math.min(reach, plan.within) / Math.min(plan.along, plan.across)) + 1;
    this.layCorners();
  }

  /** Where a corner of the grid lies, inside the district or not. */
  spotAt(i: number, j: number): Spot {
    const { plan, district } = this;
    const cos = Math.cos(district.orientation);
    const sin = Math.sin(district.orientation);
    const u = i * plan.along;
    const v = j * plan.across;
    const x = district.middle.x + u * cos - v * sin;
    const y = district.middle.y + u * sin + v * cos;
    const bend = plan.disorder * Math.min(plan.along, plan.across);
    return {
      x: x + bend * (noise(this.seed + 60, x, y, 310) + 0.45 * noise(this.seed + 61, x, y, 95)),
      y: y + bend * (noise(this.seed + 62, x, y, 310) + 0.45 * noise(this.seed + 63, x, y, 95)),
    };
  }

  private layCorners(): void {
    const { plan, district, half } = this;
    for (let i = -half; i <= half; i++) {
      for (let j = -half; j <= half; j++) {
        const spot = this.spotAt(i, j);
        if (distance(spot, district.middle) > plan.within || !isInside(district.polygon, spot)) continue;
        if (distanceToBorder(district.polygon, spot) < plan.margin) continue;
        this.corners.set(`${i},${j}`, { spot, node: this.canvas.node(spot) });
      }
    }
  }

  /** Lays the streets; chance decides which of a disorderly grid are left out. */
  streets(random: Random): GridStreet[] {
    const kept = this.keptLinks(random);
    const streets: GridStreet[] = [];
    for (const family of [0, 1] as const) {
      for (let line = -this.half; line <= this.half; line++) {
        streets.push(...this.lineRuns(family, line, kept));
      }
    }
    this.freeTheEnclosed(streets);
    return streets;
  }

  private cell(family: 0 | 1, line: number, at: number): Cell {
    return family === 0 ? `${at},${line}` : `${line},${at}`;
  }

  /** A spanning tree by chance, so that all hangs together, and a share of the rest. */
  private keptLinks(random: Random): Set<string> {
    const links: { key: string; a: Cell; b: Cell }[] = [];
    for (const family of [0, 1] as const) {
      for (let line = -this.half; line <= this.half; line++) {
        for (let at = -this.half; at < this.half; at++) {
          const a = this.cell(family, line, at);
          const b = this.cell(family, line, at + 1);
          if (this.corners.has(a) && this.corners.has(b)) links.push({ key: `${family}:${a}`, a, b });
        }
      }
    }
    if (this.plan.keep >= 1) return new Set(links.map((link) => link.key));
    for (let i = links.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [links[i], links[j]] = [links[j] as (typeof links)[0], links[i] as (typeof links)[0]];
    }
    const parent = new Map<Cell, Cell>();
    const root = (cell: Cell): Cell => {
      let at = cell;
      for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
      return at;
    };
    const kept = new Set<string>();
    for (const { key, a, b } of links) {
      const ra = root(a);
      const rb = root(b);
      if (ra !== rb) parent.set(ra, rb);
      if (ra !== rb || random() < this.plan.keep) kept.add(key);
    }
    return kept;
  }

  private lineRuns(family: 0 | 1, line: number, kept: ReadonlySet<string>): GridStreet[] {
    const runs: GridStreet[] = [];
    let run: GridStreet | undefined;
    const close = (): void => {
      if (run && run.nodes.length > 1) runs.push(run);
      run = undefined;
    };
    for (let at = -this.half; at <= this.half; at++) {
      const cell = this.cell(family, line, at);
      const corner = this.corners.get(cell);
      if (!corner) continue;
      if (!run) {
        run = { nodes: [], spots: [], joinsStart: false, joinsEnd: false, family, line, from: at, to: at };
        if (!this.corners.has(this.cell(family, line, at - 1))) {
          run.joinsStart = this.mayJoin(run, at - 1) && this.join(run, corner, at - 1, false);
        }
      }
      run.nodes.push(corner.node);
      run.spots.push(corner.spot);
      run.to = at;
      const hasNext = this.corners.has(this.cell(family, line, at + 1));
      if (!hasNext) run.joinsEnd = this.mayJoin(run, at + 1) && this.join(run, corner, at + 1, false);
      if (!hasNext || !kept.has(`${family}:${cell}`)) close();
    }
    close();
    return runs;
  }

  /** Most streets of a suburb do not lead out of it: those who live there know the ones that do. */
  private mayJoin({ family, line }: GridStreet, at: number): boolean {
    return hashed(this.seed, 64, family, line, at > 0 ? 1 : 0) <= this.plan.joins;
  }

  /** Leads a street on to the main road ahead of it, if there is one near. */
  private join(run: GridStreet, corner: Corner, at: number, isFront: boolean, reach = 1.5): boolean {
    const { family, line } = run;
    const target = family === 0 ? this.spotAt(at, line) : this.spotAt(line, at);
    const far = {
      x: corner.spot.x + reach * (target.x - corner.spot.x),
      y: corner.spot.y + reach * (target.y - corner.spot.y),
    };
    let best: { node: number; spot: Spot; meters: number } | undefined;
    for (const { road } of this.district.face.border) {
      const met = this.canvas.meet(road, corner.spot, far);
      if (met && (!best || met.meters < best.meters)) best = met;
    }
    if (!best || run.nodes.includes(best.node)) return false;
    if (isFront) {
      run.nodes.unshift(best.node);
      run.spots.unshift(best.spot);
    } else {
      run.nodes.push(best.node);
      run.spots.push(best.spot);
    }
    return true;
  }

  /** Streets that chance has left without any way out get two. */
  private freeTheEnclosed(streets: readonly GridStreet[]): void {
    const parent = new Map<number, number>();
    const root = (node: number): number => {
      let at = node;
      for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
      return at;
    };
    for (const { nodes } of streets) {
      for (const node of nodes) {
        const [a, b] = [root(nodes[0] as number), root(node)];
        if (a !== b) parent.set(b, a);
      }
    }
    const exits = new Map<number, number>();
    const count = (street: GridStreet, more: number): void => {
      const key = root(street.nodes[1] as number);
      exits.set(key, (exits.get(key) ?? 0) + more);
    };
    for (const street of streets) count(street, Number(street.joinsStart) + Number(street.joinsEnd));
    for (const street of streets) {
      const key = root(street.nodes[1] as number);
      if ((exits.get(key) ?? 0) >= 2) continue;
      const corner = (at: number): Corner | undefined =>
        this.corners.get(this.cell(street.family, street.line, at));
      const first = corner(street.from);
      const last = corner(street.to);
      if (!street.joinsStart && first && !corner(street.from - 1)) {
        street.joinsStart = this.join(street, first, street.from - 1, true, FAR_REACH);
        count(street, Number(street.joinsStart));
      }
      if (!street.joinsEnd && last && !corner(street.to + 1)) {
        street.joinsEnd = this.join(street, last, street.to + 1, false, FAR_REACH);
        count(street, Number(street.joinsEnd));
      }
    }
  }
}
