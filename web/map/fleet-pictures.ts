import { colorOf } from '../design/states.ts';

const sprite = 40;
/** So many directions a dot can point to. */
const turns = 72;
/** Sizes of dots go by steps of this, so that not every width of the world has pictures of its own. */
const sizeStep = 0.05;
/** Strips of pictures that are kept; a fleet in sight uses a few. */
const mostStrips = 24;

/** A dot as it looks in one state, in each direction, side by side. */
interface Strip {
  picture: HTMLCanvasElement;
  /** Width and height of one, in pixels of the canvas. */
  cell: number;
  turns: number;
}

/** What a fleet is drawn with, each painted once: a picture of it is then copies of these. */
export class FleetPictures {
  /** Pixels of the canvas for each of the page. */
  ratio = 1;
  readonly #strips = new Map<string, Strip>();
  readonly #labels = new Map<string, HTMLCanvasElement>();
  readonly #heaps = new Map<number, HTMLCanvasElement>();
  /** Asking the style sheet costs more than drawing a dot. */
  readonly #colors = new Map<string, string>();

  /** After the colours or the ratio have changed. */
  clear(): void {
    for (const pictures of [this.#strips, this.#labels, this.#heaps, this.#colors]) pictures.clear();
  }

  color(name: string): string {
    let color = this.#colors.get(name);
    if (color === undefined) {
      color = colorOf(name);
      this.#colors.set(name, color);
    }
    return color;
  }

  strip(state: string, stale: boolean, headed: boolean, size: number): Strip {
    const sizeSteps = Math.round(size / sizeStep);
    const key = `${state}/${stale}/${headed}/${sizeSteps}`;
    let strip = this.#strips.get(key);
    if (!strip) {
      const [oldest] = this.#strips.keys();
      if (oldest !== undefined && this.#strips.size >= mostStrips) this.#strips.delete(oldest);
      strip = this.#paintStrip(this.#paintDot(state, stale, headed), sizeSteps, headed && !stale ? turns : 1);
      this.#strips.set(key, strip);
    }
    return strip;
  }

  #paintStrip(dot: HTMLCanvasElement, sizeSteps: number, count: number): Strip {
    const width = sprite * this.ratio * sizeSteps * sizeStep;
    const cell = Math.ceil(width);
    const picture = document.createElement('canvas');
    picture.width = cell * count;
    picture.height = cell;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    for (let turn = 0; turn < count; turn++) {
      const angle = (turn / count) * 2 * Math.PI;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      context.setTransform(cosine, sine, -sine, cosine, (turn + 0.5) * cell, cell / 2);
      context.drawImage(dot, -width / 2, -width / 2, width, width);
    }
    return { picture, cell, turns: count };
  }

  /** With a nose where it goes, upwards here; hollow when its place is not of now. */
  #paintDot(state: string, stale: boolean, headed: boolean): HTMLCanvasElement {
    const picture = document.createElement('canvas');
    picture.width = picture.height = sprite * this.ratio;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    context.scale(this.ratio, this.ratio);
    context.translate(sprite / 2, sprite / 2);
    const [fill, edge] = [this.color(state), this.color('raised')];
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
    return picture;
  }

  heap(count: number): HTMLCanvasElement {
    const picture = this.#heaps.get(count) ?? this.#paintHeap(count);
    this.#heaps.set(count, picture);
    return picture;
  }

  label(name: string): HTMLCanvasElement {
    const picture = this.#labels.get(name) ?? this.#paintLabel(name);
    this.#labels.set(name, picture);
    return picture;
  }

  #paintHeap(count: number): HTMLCanvasElement {
    const ratio = this.ratio;
    const radius = (12 + Math.min(10, Math.log2(count) * 1.6)) * ratio;
    const picture = document.createElement('canvas');
    picture.width = picture.height = 2 * Math.ceil(radius + 2 * ratio);
    const middle = picture.width / 2;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    context.beginPath();
    context.arc(middle, middle, radius, 0, 2 * Math.PI);
    context.fillStyle = this.color('panel');
    context.fill();
    context.lineWidth = 2.5 * ratio;
    context.strokeStyle = this.color('accent');
    context.stroke();
    context.fillStyle = this.color('ink');
    context.font = `600 ${11.5 * ratio}px ${this.color('font')}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(count), middle, middle + 0.5 * ratio);
    return picture;
  }

  #paintLabel(name: string): HTMLCanvasElement {
    const picture = document.createElement('canvas');
    const font = `600 ${11 * this.ratio}px ${this.color('font')}`;
    const context = picture.getContext('2d') as CanvasRenderingContext2D;
    context.font = font;
    picture.width = Math.ceil(context.measureText(name).width + 8 * this.ratio);
    picture.height = Math.ceil(17 * this.ratio);
    context.font = font;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    context.lineJoin = 'round';
    context.lineWidth = 3.5 * this.ratio;
    context.strokeStyle = this.color('panel');
    context.fillStyle = this.color('ink');
    context.strokeText(name, picture.width / 2, picture.height / 2);
    context.fillText(name, picture.width / 2, picture.height / 2);
    return picture;
  }
}

const outline = (drawn: string): Path2D => new Path2D(drawn);

function disc(radius: number): Path2D {
  const path = outline('');
  path.arc(0, 0, radius, 0, 2 * Math.PI);
  return path;
}
