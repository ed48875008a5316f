import { BaseMap } from './base-map.ts';
import { FleetLayer } from './fleet-layer.ts';
import { Pace } from './pace.ts';
import { colorOf } from './states.ts';
import type { Parcel, Town } from './town.ts';
import { project, unproject, type Insets, type Place, View } from './view.ts';

/** Streets are drawn anew that often while the map moves or tiles come in; between, the last picture is moved. */
const groundMillis = 150;
/** On slow machines it takes at most one part in so many of the time. */
const groundShare = 6;
const doorsMillis = 400;
const headingFor = new Set(['in_transit', 'arrived']);

/** The map: tiles underneath, doors, and the fleet above; drawn at the pace of the screen. */
export class TownMap {
  readonly fleet = new FleetLayer();
  readonly view = new View();
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #ground = document.createElement('canvas');
  /** Ground and doors, in the page below the drivers: it is not drawn again for each step of theirs. */
  readonly #still = document.createElement('canvas');
  /** What of the world the ground shows, and when each was drawn. */
  #groundAt = { x: 0, y: 0, scale: 1 };
  #groundMs = Number.NEGATIVE_INFINITY;
  /** Whether the last picture drew the ground anew, and what the page stood still for it. */
  #groundBegun = false;
  #groundTookMs = 0;
  #doorsMs = Number.NEGATIVE_INFINITY;
  readonly #pace = new Pace();
  readonly #base: BaseMap;
  readonly #town: Town;
  #groundIsOld = true;
  #fitted = false;
  onMove: () => void = () => {};

  constructor(
    canvas: HTMLCanvasElement,
    town: Town,
    fetchTile: (path: string) => Promise<Uint8Array | null>,
  ) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d') as CanvasRenderingContext2D;
    this.#town = town;
    this.#still.className = 'still';
    canvas.after(this.#still);
    this.#base = new BaseMap(fetchTile, () => this.refresh());
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.refresh());
    // What is to be read comes first.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => this.#live(), { timeout: 1000 });
    else setTimeout(() => this.#live(), 100);
  }

  /** A browser that is asked for a picture lays out and paints even when nothing is drawn: it is asked for news only. */
  #live(): void {
    const again = (): void => void setTimeout(() => this.#live(), this.#pace.pauseMillis);
    if (!this.#hasNews()) return again();
    requestAnimationFrame((now) => {
      if (this.#groundBegun) this.#groundTookMs = this.#pace.lastMillis;
      this.#groundBegun = false;
      this.#draw(now);
      again();
    });
  }

  /** The ground must be drawn again. */
  refresh(): void {
    this.#groundIsOld = true;
  }

  setInsets(insets: Insets): void {
    this.view.insets = insets;
  }

  /** Shows all that is known, unless the visitor has moved the map. */
  fit(): void {
    // Before the page is laid out there is no room, and a map of no size never grows again.
    if (this.view.held || this.view.width === 0 || this.view.height === 0) return;
    const places: Place[] = this.fleet.places.map(({ x, y }) => unproject(x, y));
    for (const { state, pickup, dropoff } of this.#town.parcels.values())
      if (state !== 'cancelled') places.push(pickup, dropoff);
    const moves = this.view.fit(core(places), !this.#fitted);
    if (!this.#fitted && places.length > 0) {
      this.#fitted = true;
      this.#canvas.toggleAttribute('data-unfinished', true);
    }
    if (!moves) return;
    this.refresh();
    this.onMove();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(2, devicePixelRatio);
    for (const canvas of [this.#canvas, this.#ground, this.#still]) {
      canvas.width = clientWidth * ratio;
      canvas.height = clientHeight * ratio;
    }
    this.view.width = clientWidth;
    this.view.height = clientHeight;
    this.#groundMs = Number.NEGATIVE_INFINITY;
    this.fit();
    this.refresh();
  }

  /** Where nobody drives and nothing is ordered, a picture stays as it is. */
  #hasNews(): boolean {
    if (this.view.step()) this.refresh();
    return this.#groundIsOld || this.fleet.places.length > 0 || this.#town.parcels.size > 0;
  }

  #draw(now: number): void {
    // Until it knows where to look there is nothing to draw, and a picture of the whole world would be stretched over it.
    if (!this.#fitted) return;
    const { view } = this;
    const ratio = this.#canvas.width / Math.max(1, view.width);
    this.#pace.begin();
    if (
      this.#groundIsOld &&
      now - this.#groundMs > Math.max(groundMillis, this.#groundTookMs * groundShare)
    ) {
      this.#groundBegun = true;
      this.#groundIsOld = false;
      this.#groundMs = now;
      this.#doorsMs = Number.NEGATIVE_INFINITY;
      this.#groundAt = { x: view.x, y: view.y, scale: view.scale };
      const ground = this.#ground.getContext('2d') as CanvasRenderingContext2D;
      ground.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.#base.draw(ground, view);
      // For whoever waits for the picture.
      this.#canvas.toggleAttribute('data-unfinished', !this.#base.isWhole);
    }
    if (!this.#groundIsOld && now - this.#doorsMs > doorsMillis) {
      this.#doorsMs = now;
      const still = this.#still.getContext('2d') as CanvasRenderingContext2D;
      still.setTransform(1, 0, 0, 1, 0, 0);
      still.drawImage(this.#ground, 0, 0);
      still.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.fleet.drawWays(still, view, (id) => this.#lookOf(id));
      this.#drawDoors(still);
    }
    this.#placeStill();
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    this.fleet.draw(context, view, now, (id) => this.#lookOf(id));
  }

  /** The still picture as the map lies now, which may have moved since it was drawn. */
  #placeStill(): void {
    const { view } = this;
    const { x, y, scale } = this.#groundAt;
    const grown = view.scale / scale;
    const [middleX, middleY] = view.toScreen(view.x, view.y);
    const left = middleX * (1 - grown) + (x - view.x) * view.scale;
    const top = middleY * (1 - grown) + (y - view.y) * view.scale;
    const place =
      grown === 1 && left === 0 && top === 0 ? '' : `translate(${left}px, ${top}px) scale(${grown})`;
    if (this.#still.style.transform !== place) this.#still.style.transform = place;
  }

  #lookOf(id: string): { color: string; goal: Place | null } {
    const job = this.#town.jobOf(id);
    if (!job) return { color: colorOf('soft'), goal: null };
    return { color: colorOf(job.state), goal: goalOf(job) };
  }

  #drawDoors(context: CanvasRenderingContext2D): void {
    const hubs = new Map<string, Place>();
    for (const { state, dropoff, pickup } of this.#town.parcels.values()) {
      hubs.set(`${pickup.lat} ${pickup.lng}`, pickup);
      if (state === 'cancelled' || state === 'returned') continue;
      const [x, y] = this.view.toScreen(...project(dropoff));
      context.fillStyle = colorOf(state);
      context.globalAlpha = state === 'delivered' ? 0.4 : 0.9;
      context.beginPath();
      context.arc(x, y, state === 'delivered' ? 2 : 3, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
    context.lineWidth = 2;
    for (const hub of hubs.values()) {
      const [x, y] = this.view.toScreen(...project(hub));
      context.fillStyle = colorOf('accent');
      context.strokeStyle = colorOf('dot-edge');
      context.beginPath();
      context.roundRect(x - 5, y - 5, 10, 10, 2.5);
      context.fill();
      context.stroke();
    }
  }

  #listen(): void {
    const canvas = this.#canvas;
    const held = new Map<number, PointerEvent>();
    const moved = (): void => {
      this.refresh();
      this.onMove();
    };
    canvas.addEventListener('pointerdown', (event) => {
      held.set(event.pointerId, event);
      canvas.setPointerCapture(event.pointerId);
    });
    for (const name of ['pointerup', 'pointercancel'] as const)
      canvas.addEventListener(name, (event) => held.delete(event.pointerId));
    canvas.addEventListener('pointermove', (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const other = [...held.values()].find(({ pointerId }) => pointerId !== event.pointerId);
      if (other) {
        const spread = (one: PointerEvent) =>
          Math.hypot(one.offsetX - other.offsetX, one.offsetY - other.offsetY);
        this.view.zoom(spread(event) / Math.max(1, spread(before)), other.offsetX, other.offsetY);
      } else this.view.pan(event.offsetX - before.offsetX, event.offsetY - before.offsetY);
      held.set(event.pointerId, event);
      moved();
    });
    canvas.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.view.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
        moved();
      },
      { passive: false },
    );
  }
}

function goalOf({ state, pickup, dropoff }: Parcel): Place | null {
  if (headingFor.has(state)) return dropoff;
  return state === 'accepted' || state === 'returning' ? pickup : null;
}

/** Without the few that lie far outside: one wrong address must not shrink the town to a dot. */
function core(places: readonly Place[]): Place[] {
  if (places.length < 20) return [...places];
  const middle = (values: number[], share: number) =>
    values.sort((a, b) => a - b)[Math.floor(values.length * share)]!;
  const within = (key: 'lat' | 'lng') => {
    const [low, high] = [0.02, 0.98].map((share) =>
      middle(
        places.map((place) => place[key]),
        share,
      ),
    ) as [number, number];
    const room = (high - low) * 0.6;
    return (place: Place) => place[key] > low - room && place[key] < high + room;
  };
  const [inLat, inLng] = [within('lat'), within('lng')];
  return places.filter((place) => inLat(place) && inLng(place));
}
