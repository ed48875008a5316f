import { BaseMap, sourceOfMap } from '../first-screen/base-map.ts';
import { colorOf } from '../design/states.ts';
import { project, type Place, View } from '../first-screen/view.ts';
import type { Followed } from './parts.ts';
import { vanPath } from './progress.ts';

/** Half the width of the cell in which a blurred driver is somewhere. */
const cellMeters = 700;
const glideMs = 3500;
/** Between the middles of the two signs when both are at the same place. */
const besidePixels = 32;
const meterAt = (lat: number): number => 1 / (40_075_016 * Math.cos((lat * Math.PI) / 180));

/** As on the road above the map: what drives there is the same. */
const signs = { van: new Path2D(vanPath) };

/** Door and driver on the streets around; drawn only when something moves. */
export class TrackingMap {
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #view = new View();
  readonly #base: BaseMap;
  readonly #observer: ResizeObserver;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  /** Streets as they were drawn last: a step of the driver costs one copy of it. */
  readonly #ground = document.createElement('canvas');
  #groundIsOld = true;
  readonly #redraw = (): void => {
    this.#groundIsOld = true;
    this.#later();
  };
  #what: Followed | undefined;
  #from: Place | undefined;
  #to: Place | undefined;
  #sinceMs = 0;
  #frame = 0;

  constructor(place: HTMLElement, invented: string) {
    this.#context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    this.#base = new BaseMap(fetchTile, this.#redraw);
    this.#canvas.toggleAttribute('data-unfinished', true);
    const source = document.createElement('small');
    place.replaceChildren(this.#canvas, source);
    void sourceOfMap(invented).then((text) => source.append(text));
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(place);
    this.#dark.addEventListener('change', this.#redraw);
  }

  show(what: Followed): void {
    const exactBefore = this.#what?.driver?.exact;
    this.#what = what;
    const { driver } = what;
    this.#from = driver?.exact === exactBefore ? this.#driverNow() : undefined;
    this.#to = driver ?? undefined;
    this.#sinceMs = performance.now();
    this.#fit();
    this.#redraw();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
    this.#dark.removeEventListener('change', this.#redraw);
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(2, devicePixelRatio);
    for (const canvas of [this.#canvas, this.#ground]) {
      canvas.width = clientWidth * ratio;
      canvas.height = clientHeight * ratio;
    }
    Object.assign(this.#view, { width: clientWidth, height: clientHeight });
    this.#fit();
    this.#redraw();
  }

  #later(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #fit(): void {
    if (!this.#what) return;
    const { dropoff, driver } = this.#what;
    const room = (driver && !driver.exact ? cellMeters : 250) / 111_200;
    const around = (place: Place) => [
      { lat: place.lat - room, lng: place.lng - room * 1.4 },
      { lat: place.lat + room, lng: place.lng + room * 1.4 },
    ];
    this.#view.fit([...around(dropoff), ...(driver ? around(driver) : [])], true);
  }

  /** Between where they were and where they are; it arrives about when the next answer does. */
  #driverNow(): Place | undefined {
    const [from, to] = [this.#from, this.#to];
    if (!from || !to || this.#calm.matches) return to;
    const part = Math.min(1, (performance.now() - this.#sinceMs) / glideMs);
    return { lat: from.lat + (to.lat - from.lat) * part, lng: from.lng + (to.lng - from.lng) * part };
  }

  #draw(): void {
    if (!this.#what || this.#canvas.width === 0) return;
    const context = this.#context;
    const ratio = this.#canvas.width / Math.max(1, this.#view.width);
    if (this.#groundIsOld) {
      this.#groundIsOld = false;
      const ground = this.#ground.getContext('2d') as CanvasRenderingContext2D;
      ground.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.#base.draw(ground, this.#view);
      // For whoever waits for the picture.
      this.#canvas.toggleAttribute('data-unfinished', !this.#base.isWhole);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#ground, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const driver = this.#driverNow();
    this.#drawDoor(this.#what.dropoff);
    if (driver) this.#drawDriver(driver, this.#what);
    const gliding = this.#from && performance.now() - this.#sinceMs < glideMs && !this.#calm.matches;
    if (gliding) this.#later();
  }

  #drawDriver(place: Place, { driver, state }: Followed): void {
    const context = this.#context;
    const [x, y] = this.#besideDoor(place);
    context.fillStyle = colorOf(state);
    context.strokeStyle = colorOf('dot-edge');
    context.beginPath();
    if (driver?.exact) {
      context.lineWidth = 3;
      context.arc(x, y, 15, 0, 7);
      context.fill();
      context.stroke();
      context.fillStyle = colorOf('dot-edge');
      context.save();
      context.translate(x - 9.3, y - 7.5);
      context.scale(0.62, 0.62);
      context.fill(signs.van, 'evenodd');
      context.restore();
      return;
    }
    context.globalAlpha = 0.22;
    context.arc(x, y, cellMeters * meterAt(place.lat) * this.#view.scale, 0, 7);
    context.fill();
    context.globalAlpha = 1;
  }

  /** Who stands at the door does not hide it. */
  #besideDoor(place: Place): [number, number] {
    const [x, y] = this.#view.toScreen(...project(place));
    const { driver, dropoff } = this.#what as Followed;
    const [doorX, doorY] = this.#view.toScreen(...project(dropoff));
    if (!driver?.exact || Math.hypot(x - doorX, y - doorY) > besidePixels) return [x, y];
    return [doorX + besidePixels, doorY];
  }

  #drawDoor(door: Place): void {
    const context = this.#context;
    const [x, y] = this.#view.toScreen(...project(door));
    context.lineWidth = 3;
    context.fillStyle = colorOf('accent');
    context.strokeStyle = colorOf('dot-edge');
    context.beginPath();
    context.moveTo(x - 11, y);
    context.lineTo(x, y - 12);
    context.lineTo(x + 11, y);
    context.lineTo(x + 11, y + 10);
    context.lineTo(x - 11, y + 10);
    context.closePath();
    context.stroke();
    context.fill();
  }
}

async function fetchTile(path: string): Promise<Uint8Array | null> {
  const response = await fetch(path);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(response.statusText);
  return new Uint8Array(await response.arrayBuffer());
}
