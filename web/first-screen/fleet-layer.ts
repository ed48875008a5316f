import { colorOf } from './states.ts';
import { project, type Place, type View } from './view.ts';

interface Dot {
  id: string;
  /** In the world's square: where it was drawn last, and where it goes. */
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  x: number;
  y: number;
  startedAt: number;
  lastsMillis: number;
  heading: number | null;
  trail: [number, number][];
}

export interface DotLook {
  color: string;
  /** Where it goes to, for a faint line. */
  goal: Place | null;
}

interface Ring {
  x: number;
  y: number;
  color: string;
  startedAt: number;
}

const ringMillis = 1800;
const trailPoints = 46;
const trailBands = 6;

/** Drivers that glide from fix to fix, where they go, and rings where something happened. */
export class FleetLayer {
  readonly #dots = new Map<string, Dot>();
  #rings: Ring[] = [];

  get places(): Dot[] {
    return [...this.#dots.values()];
  }

  /** A driver was seen here. The dot needs as long to get there as the fix took to come. */
  move(id: string, place: Place, heading: number | null, now: number): void {
    const [x, y] = project(place);
    const dot = this.#dots.get(id);
    if (!dot) {
      const still = { fromX: x, fromY: y, toX: x, toY: y, x, y };
      this.#dots.set(id, { id, ...still, startedAt: now, lastsMillis: 1000, heading, trail: [] });
      return;
    }
    dot.fromX = dot.x;
    dot.fromY = dot.y;
    dot.toX = x;
    dot.toY = y;
    dot.lastsMillis = Math.min(2000, Math.max(250, now - dot.startedAt));
    dot.startedAt = now;
    dot.heading = heading ?? dot.heading;
    dot.trail.push([dot.x, dot.y]);
    if (dot.trail.length > trailPoints) dot.trail.shift();
  }

  remove(id: string): void {
    this.#dots.delete(id);
  }

  ring(place: Place, color: string, now: number): void {
    const [x, y] = project(place);
    if (this.#rings.length < 60) this.#rings.push({ x, y, color, startedAt: now });
  }

  /** The dot under the pointer. */
  near(view: View, px: number, py: number): string | null {
    let best: { id: string; distance: number } | null = null;
    for (const { id, x, y } of this.#dots.values()) {
      const [dx, dy] = view.toScreen(x, y);
      const distance = Math.hypot(dx - px, dy - py);
      if (distance < 22 && (!best || distance < best.distance)) best = { id, distance };
    }
    return best?.id ?? null;
  }

  /** Where they come from and go to; dashes and fading lines cost more than all dots, and change less. */
  drawWays(context: CanvasRenderingContext2D, view: View, lookOf: (id: string) => DotLook): void {
    for (const dot of this.#dots.values()) drawWay(context, view, dot, lookOf(dot.id));
  }

  draw(context: CanvasRenderingContext2D, view: View, now: number, lookOf: (id: string) => DotLook): void {
    const size = Math.max(4, Math.min(8, view.width / 260));
    const looks = this.places.map((dot) => ({ dot, look: lookOf(dot.id) }));
    for (const { dot } of looks) glide(dot, now);
    this.#drawRings(context, view, now);
    const [edge, plain] = [colorOf('dot-edge'), colorOf('dot')];
    for (const { dot, look } of looks) {
      const [x, y] = view.toScreen(dot.x, dot.y);
      const moves = Math.hypot(dot.toX - dot.fromX, dot.toY - dot.fromY) * view.scale > 0.4;
      context.fillStyle = look.color || plain;
      context.strokeStyle = edge;
      context.lineWidth = 2;
      context.beginPath();
      if (moves && dot.heading !== null) {
        const angle = ((dot.heading - 90) * Math.PI) / 180;
        context.arc(x, y, size, angle + 0.62, angle - 0.62 + 2 * Math.PI);
        context.lineTo(x + Math.cos(angle) * size * 1.95, y + Math.sin(angle) * size * 1.95);
        context.closePath();
      } else context.arc(x, y, size * 0.86, 0, 7);
      context.stroke();
      context.fill();
    }
  }

  #drawRings(context: CanvasRenderingContext2D, view: View, now: number): void {
    this.#rings = this.#rings.filter(({ startedAt }) => now - startedAt < ringMillis);
    for (const { x, y, color, startedAt } of this.#rings) {
      const age = (now - startedAt) / ringMillis;
      const [px, py] = view.toScreen(x, y);
      context.globalAlpha = (1 - age) ** 1.5;
      context.strokeStyle = color;
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(px, py, 5 + 34 * (1 - (1 - age) ** 3), 0, 7);
      context.stroke();
    }
    context.globalAlpha = 1;
  }
}

function glide(dot: Dot, now: number): void {
  const share = Math.min(1, (now - dot.startedAt) / dot.lastsMillis);
  dot.x = dot.fromX + (dot.toX - dot.fromX) * share;
  dot.y = dot.fromY + (dot.toY - dot.fromY) * share;
}

/** Where it came from, fading, and a dotted line to where it goes. */
function drawWay(context: CanvasRenderingContext2D, view: View, dot: Dot, { color, goal }: DotLook): void {
  context.strokeStyle = color;
  context.lineCap = 'round';
  // In a few strokes that each have one strength: one for each fix would be a thousand in every picture.
  const points = [...dot.trail, [dot.x, dot.y] as const].map(([x, y]) => view.toScreen(x, y));
  const last = points.length - 1;
  for (let band = 1; band <= trailBands; band++) {
    const [from, to] = [Math.floor(((band - 1) * last) / trailBands), Math.floor((band * last) / trailBands)];
    if (from === to) continue;
    context.globalAlpha = 0.5 * (band / trailBands) ** 2;
    context.lineWidth = 1 + (2.2 * band) / trailBands;
    context.beginPath();
    context.moveTo(...(points[from] as [number, number]));
    for (const [x, y] of points.slice(from + 1, to + 1)) context.lineTo(x, y);
    context.stroke();
  }
  context.globalAlpha = 1;
  if (!goal) return;
  const [x, y] = view.toScreen(dot.x, dot.y);
  const [goalX, goalY] = view.toScreen(...project(goal));
  context.globalAlpha = 0.45;
  context.lineWidth = 1.5;
  context.setLineDash([1, 6]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(goalX, goalY);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}
