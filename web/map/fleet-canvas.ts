import { colorOf } from '../design/states.ts';
import type { Cluster, Fleet, Mover } from './fleet.ts';
import type { View } from './mercator.ts';

export interface FleetLook {
  /** Name of a colour in tokens.css, by driver. */
  stateOf(id: string): string;
  nameOf(id: string): string;
  chosen: string | undefined;
}

const sprite = 40;
const staleMs = 60_000;
const lostMs = 600_000;
const fewLabels = 40;

/**
 * Draws a fleet on a canvas over the map. The map below is drawn again only when it moves itself, not for every step
 * of every driver, and a dot is one copy of a picture that is painted once for each colour.
 */
export class FleetCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #sprites = new Map<string, HTMLCanvasElement>();
  readonly #labels = new Map<string, HTMLCanvasElement>();
  readonly #heapPictures = new Map<number, HTMLCanvasElement>();
  /** Asking the style sheet costs more than drawing a dot. */
  readonly #colors = new Map<string, string>();
  #ratio = 1;
  #placed: { left: number; top: number; width: number }[] = [];
  #shown: readonly Mover[] = [];
  #heaps: (Cluster & { px: number; py: number })[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d') as CanvasRenderingContext2D;
  }

  /** After the colours have changed. */
  repaint(): void {
    this.#sprites.clear();
    this.#labels.clear();
    this.#heapPictures.clear();
    this.#colors.clear();
  }

  #color(name: string): string {
    let color = this.#colors.get(name);
    if (color === undefined) {
      color = colorOf(name);
      this.#colors.set(name, color);
    }
    return color;
  }

  resize(width: number, height: number): void {
    this.#ratio = Math.min(2, devicePixelRatio || 1);
    this.#canvas.width = Math.round(width * this.#ratio);
    this.#canvas.height = Math.round(height * this.#ratio);
    this.repaint();
  }

  draw(fleet: Fleet, view: View, look: FleetLook, nowMs: number): void {
    const context = this.#context;
    const ratio = this.#ratio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const { alone, heaps } = fleet.arrange(view, nowMs);
    const wallMs = Date.now();
    const size = Math.min(1.15, Math.max(0.62, Math.log2(view.scale) / 20 - 0.12));
    this.#shown = alone;
    this.#heaps = heaps.map((heap) => ({
      ...heap,
      px: heap.x * view.scale + view.left,
      py: heap.y * view.scale + view.top,
    }));
    for (const mover of alone) {
      const ageMs = wallMs - mover.capturedAtMs;
      const state = look.stateOf(mover.id);
      const picture = this.#sprite(state, ageMs > staleMs, mover.headingDegrees !== null);
      const turn = ((mover.headingDegrees ?? 0) * Math.PI) / 180;
      const [cosine, sine] = [Math.cos(turn) * size, Math.sin(turn) * size];
      context.setTransform(cosine, sine, -sine, cosine, mover.px * ratio, mover.py * ratio);
      context.globalAlpha = ageMs > lostMs ? 0.4 : ageMs > staleMs ? 0.7 : 1;
      context.drawImage(picture, (-sprite * ratio) / 2, (-sprite * ratio) / 2);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    for (const heap of this.#heaps) this.#drawHeap(heap);
    this.#placed = [];
    const chosen = look.chosen ? alone.find(({ id }) => id === look.chosen) : undefined;
    if (chosen) this.#ring(chosen.px, chosen.py, nowMs);
    if (alone.length <= fewLabels && size > 0.8)
      for (const { id, px, py } of chosen ? [chosen, ...alone] : alone) this.#label(look.nameOf(id), px, py);
    else if (chosen) this.#label(look.nameOf(chosen.id), chosen.px, chosen.py);
  }

  /** Who is drawn at this place of the map, in pixels. */
  at(px: number, py: number, within = 13): Mover | undefined {
    let best: Mover | undefined;
    let nearest = within ** 2;
    for (const one of this.#shown) {
      const distance = (one.px - px) ** 2 + (one.py - py) ** 2;
      if (distance < nearest) [best, nearest] = [one, distance];
    }
    return best;
  }

  heapAt(px: number, py: number): Cluster | undefined {
    return this.#heaps.find((heap) => (heap.px - px) ** 2 + (heap.py - py) ** 2 < 20 ** 2);
  }

  #ring(px: number, py: number, nowMs: number): void {
    const context = this.#context;
    const beat = (nowMs % 1600) / 1600;
    context.strokeStyle = this.#color('accent');
    context.lineWidth = 2.5 * this.#ratio;
    for (const [radius, alpha] of [
      [14, 1],
      [14 + beat * 10, 1 - beat],
    ] as const) {
      context.globalAlpha = alpha;
      context.beginPath();
      context.arc(px * this.#ratio, py * this.#ratio, radius * this.#ratio, 0, 2 * Math.PI);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #drawHeap({ px, py, count }: { px: number; py: number; count: number }): void {
    let picture = this.#heapPictures.get(count);
    if (!picture) {
      picture = this.#paintHeap(count);
      this.#heapPictures.set(count, picture);
    }
    const half = picture.width / 2;
    this.#context.drawImage(picture, px * this.#ratio - half, py * this.#ratio - half);
  }

  #paintHeap(count: number): HTMLCanvasElement {
    const ratio = this.#ratio;
    const radius = (12 + Math.min(10, Math.log2(count) * 1.6)) * ratio;
    const picture = document.createElement('canvas');
    picture.width = picture.height = 2 * Math.ceil(radius + 2 * ratio);
    const middle = picture.width / 2;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    context.beginPath();
    context.arc(middle, middle, radius, 0, 2 * Math.PI);
    context.fillStyle = this.#color('panel');
    context.fill();
    context.lineWidth = 2.5 * ratio;
    context.strokeStyle = this.#color('accent');
    context.stroke();
    context.fillStyle = this.#color('ink');
    context.font = `600 ${11.5 * ratio}px ${this.#color('font')}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(count), middle, middle + 0.5 * ratio);
    return picture;
  }

  #label(name: string, px: number, py: number): void {
    if (!name) return;
    let picture = this.#labels.get(name);
    if (!picture) {
      picture = this.#paintLabel(name);
      this.#labels.set(name, picture);
    }
    const left = Math.round(px * this.#ratio - picture.width / 2);
    const top = Math.round((py + 12) * this.#ratio);
    const { width, height } = picture;
    const taken = this.#placed.some(
      (one) =>
        left < one.left + one.width && one.left < left + width && Math.abs(top - one.top) < height * 0.8,
    );
    if (taken) return;
    this.#placed.push({ left, top, width });
    this.#context.drawImage(picture, left, top);
  }

  #paintLabel(name: string): HTMLCanvasElement {
    const picture = document.createElement('canvas');
    const font = `600 ${11 * this.#ratio}px ${this.#color('font')}`;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    context.font = font;
    picture.width = Math.ceil(context.measureText(name).width + 8 * this.#ratio);
    picture.height = Math.ceil(17 * this.#ratio);
    context.font = font;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    context.lineJoin = 'round';
    context.lineWidth = 3.5 * this.#ratio;
    context.strokeStyle = this.#color('panel');
    context.fillStyle = this.#color('ink');
    context.strokeText(name, picture.width / 2, picture.height / 2);
    context.fillText(name, picture.width / 2, picture.height / 2);
    return picture;
  }

  /** A dot with a nose where it goes; hollow when its place is not of now. */
  #sprite(state: string, stale: boolean, headed: boolean): HTMLCanvasElement {
    const key = `${state}/${stale}/${headed}`;
    const known = this.#sprites.get(key);
    if (known) return known;
    const picture = document.createElement('canvas');
    picture.width = picture.height = sprite * this.#ratio;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    context.scale(this.#ratio, this.#ratio);
    context.translate(sprite / 2, sprite / 2);
    const [fill, edge] = [this.#color(state), this.#color('raised')];
    const body = disc(8);
    const nose = outline('M-5 -7.5 L0 -14.500 L5 -7.5 Z');
    context.shadowColor = '#0007';
    context.shadowBlur = 4;
    context.fillStyle = edge;
    context.lineJoin = 'round';
    context.lineWidth = 4.5;
    context.strokeStyle = edge;
    if (headed && !stale) context.stroke(nose);
    context.stroke(body);
    context.shadowBlur = 0;
    context.fillStyle = stale ? edge : fill;
    context.fill(body);
    if (stale) {
      context.lineWidth = 3;
      context.strokeStyle = fill;
      context.stroke(body);
    } else if (headed) {
      context.fillStyle = fill;
      context.fill(nose);
    }
    this.#sprites.set(key, picture);
    return picture;
  }
}

const outline = (drawn: string): Path2D => new Path2D(drawn);

function disc(radius: number): Path2D {
  const path = outline('');
  path.arc(0, 0, radius, 0, 2 * Math.PI);
  return path;
}
