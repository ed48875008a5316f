import type { Cluster, Fleet, Mover } from './fleet.ts';
import { FleetPictures } from './fleet-pictures.ts';
import type { View } from './mercator.ts';

export interface FleetLook {
  /** Name of a colour in tokens.css, by driver. */
  stateOf(id: string): string;
  nameOf(id: string): string;
  chosen: string | undefined;
}

/** So many in sight do not glide between pixels any more: nobody sees it, and a copy costs half. */
const crowd = 40;
const staleMs = 60_000;
const lostMs = 600_000;
const fewLabels = 40;

/**
 * Draws a fleet on a canvas over the map. The map below is drawn again only when it moves itself, not for every step
 * of every driver, and a dot is one copy of a picture that is painted once for each colour and direction: turning it
 * while it is copied costs three times as much where there is no graphics card.
 */
export class FleetCanvas {
  readonly #context: CanvasRenderingContext2D;
  readonly #pictures = new FleetPictures();
  #ratio = 1;
  #placed: { left: number; top: number; width: number }[] = [];
  #shown: readonly Mover[] = [];
  #heaps: (Cluster & { px: number; py: number })[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#context = canvas.getContext('2d') as CanvasRenderingContext2D;
  }

  /** After the colours have changed. */
  repaint(): void {
    this.#pictures.clear();
  }

  resize(cssWidth: number, cssHeight: number): void {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const [width, height] = [Math.round(cssWidth * ratio), Math.round(cssHeight * ratio)];
    const { canvas } = this.#context;
    if (canvas.width === width && canvas.height === height && this.#ratio === ratio) return;
    canvas.width = width;
    canvas.height = height;
    this.#ratio = ratio;
    this.#pictures.ratio = ratio;
    this.repaint();
  }

  draw(fleet: Fleet, view: View, look: FleetLook, nowMs: number): void {
    const context = this.#context;
    const ratio = this.#ratio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const { alone, heaps } = fleet.arrange(view, nowMs, look.chosen);
    const wallMs = Date.now();
    const size = Math.min(1.15, Math.max(0.62, Math.log2(view.scale) / 20 - 0.12));
    this.#shown = alone;
    this.#heaps = heaps.map((heap) => ({
      ...heap,
      px: heap.x * view.scale + view.left,
      py: heap.y * view.scale + view.top,
    }));
    const whole = alone.length > crowd;
    for (const mover of alone) {
      const ageMs = wallMs - mover.capturedAtMs;
      const strip = this.#pictures.strip(
        look.stateOf(mover.id),
        ageMs > staleMs,
        mover.headingDegrees !== null,
        size,
      );
      const { picture, cell } = strip;
      const turn = Math.round(((mover.headingDegrees ?? 0) / 360) * strip.turns) % strip.turns;
      const [left, top] = [mover.px * ratio - cell / 2, mover.py * ratio - cell / 2];
      context.globalAlpha = ageMs > lostMs ? 0.4 : ageMs > staleMs ? 0.7 : 1;
      context.drawImage(
        picture,
        turn * cell,
        0,
        cell,
        cell,
        whole ? Math.round(left) : left,
        whole ? Math.round(top) : top,
        cell,
        cell,
      );
    }
    context.globalAlpha = 1;
    for (const heap of this.#heaps) this.#drawHeap(heap);
    this.#placed = [];
    const chosen = alone.at(-1)?.id === look.chosen ? alone.at(-1) : undefined;
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
    context.strokeStyle = this.#pictures.color('accent');
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
    const picture = this.#pictures.heap(count);
    const half = picture.width / 2;
    this.#context.drawImage(
      picture,
      Math.round(px * this.#ratio - half),
      Math.round(py * this.#ratio - half),
    );
  }

  #label(name: string, px: number, py: number): void {
    if (!name) return;
    const picture = this.#pictures.label(name);
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
}
