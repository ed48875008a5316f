import type { WorldChange } from '../../../client/src/live/live.ts';
import { live } from '../../app/live.ts';
import { Fleet, placeOf } from '../../map/fleet.ts';
import { FleetCanvas } from '../../map/fleet-canvas.ts';
import { keepPace } from '../../map/keep-pace.ts';
import { LngLatBounds, type MapMouseEvent } from '../../map/maplibre.ts';
import type { View } from '../../map/mercator.ts';
import { StreetMap } from '../../map/street-map.ts';
import type { Delivery } from '../data/deliveries.ts';
import type { Driver } from '../data/drivers.ts';
import { t } from '../words.ts';
import { addStopLayers, type Line, showChosen, showStops, showWay } from './stops-layer.ts';

/** What lies under the pointer. */
export interface Hit {
  kind: 'driver' | 'delivery';
  id: string;
  px: number;
  py: number;
  capturedAtMs?: number;
}

const tileSize = 512;
/** Ages and fading change slowly: without movement a picture a second is enough. */
const idleMillis = 1000;
/** Who has moved by less would be drawn where they are. */
const visibleStepPixels = 0.35;

/** The map of the board outside of React: it draws at its own pace. */
export class MapStage {
  onPick: (hit: Hit | undefined) => void = () => {};
  onHover: (hit: Hit | undefined) => void = () => {};
  readonly #map: StreetMap;
  readonly #fleet = new Fleet();
  readonly #canvas: FleetCanvas;
  readonly #stops: (() => void)[] = [];
  readonly #frame: number[] = [];
  #drivers: ReadonlyMap<string, Driver> = new Map();
  #deliveries: readonly Delivery[] = [];
  #way: Line = [];
  #chosen: { delivery: Delivery | undefined; driverId: string | undefined } = {
    delivery: undefined,
    driverId: undefined,
  };
  #fitted = false;
  #drawnMs = 0;
  #dirty = true;

  constructor(holder: HTMLElement, dark: boolean) {
    this.#map = new StreetMap(dark, {
      container: holder,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      attributionControl: { compact: true },
      fadeDuration: 0,
      locale: { 'Map.Title': t('map.label') },
    });
    this.#map.touchZoomRotate.disableRotation();
    const canvas = document.createElement('canvas');
    canvas.className = 'fleet';
    this.#map.getCanvasContainer().append(canvas);
    this.#canvas = new FleetCanvas(canvas);
    this.#listen();
    this.#frame[0] = requestAnimationFrame(this.#tick);
  }

  remove(): void {
    cancelAnimationFrame(this.#frame[0] ?? 0);
    for (const stop of this.#stops) stop();
    live.setViewport(null);
    this.#map.remove();
  }

  setDark(dark: boolean): void {
    this.#map.setDark(dark);
    this.#canvas.repaint();
  }

  setDrivers(drivers: readonly Driver[]): void {
    const nowMs = performance.now();
    this.#drivers = new Map(drivers.map((driver) => [driver.id, driver]));
    for (const { id, position, lastSeenAt } of drivers)
      if (position && lastSeenAt)
        this.#fleet.report(
          id,
          { ...position, headingDegrees: null, capturedAtMs: Date.parse(lastSeenAt) },
          nowMs,
        );
    if (!this.#fitted && this.#fleet.size > 0) this.fit(false);
    this.#dirty = true;
  }

  setDeliveries(deliveries: readonly Delivery[]): void {
    this.#deliveries = deliveries;
    if (this.#map.getSource('stops')) showStops(this.#map, deliveries);
  }

  setWay(line: Line): void {
    this.#way = line;
    if (this.#map.getSource('way')) showWay(this.#map, line);
  }

  choose(delivery: Delivery | undefined, driverId: string | undefined): void {
    const before = this.#chosen;
    this.#chosen = { delivery, driverId };
    this.#dirty = true;
    if (this.#map.getSource('chosen')) showChosen(this.#map, delivery);
    if (delivery && delivery.id !== before.delivery?.id) this.#bring(delivery.dropoff);
    else if (driverId && !delivery && driverId !== before.driverId) {
      const mover = this.#fleet.get(driverId);
      if (mover) this.#bring(degrees(...placeOf(mover, performance.now())));
    }
  }

  zoom(by: number): void {
    this.#map.zoomTo(this.#map.getZoom() + by);
  }

  /** All drivers in sight, with room for what lies over the map. */
  fit(animate = true): void {
    const bounds = new LngLatBounds();
    for (const mover of this.#fleet.values())
      bounds.extend(Object.values(degrees(mover.toX, mover.toY)) as [number, number]);
    for (const { dropoff } of this.#deliveries) bounds.extend([dropoff.lng, dropoff.lat]);
    if (bounds.isEmpty()) return;
    this.#fitted = true;
    this.#map.fitBounds(bounds, { padding: 56, maxZoom: 15, animate });
  }

  hitAt(clientX: number, clientY: number, within?: number): Hit | undefined {
    const box = this.#map.getContainer().getBoundingClientRect();
    return this.#hit(clientX - box.left, clientY - box.top, within);
  }

  #hit(px: number, py: number, within?: number): Hit | undefined {
    const mover = this.#canvas.at(px, py, within);
    if (mover) return { kind: 'driver', id: mover.id, px, py, capturedAtMs: mover.capturedAtMs };
    if (!this.#map.getLayer('stops')) return undefined;
    const [found] = this.#map.queryRenderedFeatures(
      [
        [px - 5, py - 5],
        [px + 5, py + 5],
      ],
      { layers: ['stops'] },
    );
    const id = found?.properties['id'] as string | undefined;
    return id ? { kind: 'delivery', id, px, py } : undefined;
  }

  #isStopHeap({ x, y }: { x: number; y: number }): boolean {
    if (this.#canvas.at(x, y) || !this.#map.getLayer('stop-heaps')) return false;
    return this.#map.queryRenderedFeatures([x, y], { layers: ['stop-heaps'] }).length > 0;
  }

  #listen(): void {
    const map = this.#map;
    map.on('style.load', () => {
      addStopLayers(map);
      showStops(map, this.#deliveries);
      showChosen(map, this.#chosen.delivery);
      showWay(map, this.#way);
      this.#canvas.repaint();
      this.#dirty = true;
    });
    map.on('resize', () => this.#resize());
    map.on('move', () => this.#draw(performance.now()));
    map.on('moveend', () => this.#watch());
    map.on('load', () => {
      this.#resize();
      this.#watch();
    });
    map.on('click', ({ point }: MapMouseEvent) => {
      const heap = this.#canvas.heapAt(point.x, point.y);
      const nearer = map.getZoom() + 2;
      if (heap) map.easeTo({ center: degrees(heap.x, heap.y), zoom: nearer });
      else if (this.#isStopHeap(point)) map.easeTo({ center: map.unproject(point), zoom: nearer });
      else this.onPick(this.#hit(point.x, point.y));
    });
    map.on('mousemove', ({ point }: MapMouseEvent) => {
      const hit = this.#hit(point.x, point.y);
      map.getCanvas().style.cursor = hit ? 'pointer' : '';
      this.onHover(hit);
    });
    map.on('mouseout', () => this.onHover(undefined));
    this.#stops.push(
      keepPace(map),
      live.onPositions((change) => this.#hear(change)),
    );
    this.#resize();
  }

  #hear({ changed }: WorldChange): void {
    const nowMs = performance.now();
    // Kind 1 is a driver. Who leaves the viewport is not gone: the age of the dot says what is known.
    for (const one of changed) if (one.kind === 1) this.#fleet.report(one.id, one, nowMs);
    if (!this.#fitted && this.#fleet.size > 0) this.fit(false);
    this.#dirty = true;
  }

  #watch(): void {
    const bounds = this.#map.getBounds();
    live.setViewport([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
  }

  /** Moves the map only when the place is not in sight. */
  #bring({ lng, lat }: { lng: number; lat: number }): void {
    const inner = this.#map.getBounds();
    if (!inner.contains([lng, lat])) this.#map.easeTo({ center: [lng, lat], duration: 500 });
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    this.#canvas.resize(clientWidth, clientHeight);
    this.#draw(performance.now());
  }

  /** Pixels across the whole world. */
  #scale(): number {
    return tileSize * 2 ** this.#map.getZoom();
  }

  #view(): View {
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const scale = this.#scale();
    const { x, y } = this.#map.project([0, 0]);
    return { scale, left: x - scale / 2, top: y - scale / 2, width, height };
  }

  readonly #tick = (nowMs: number): void => {
    this.#frame[0] = requestAnimationFrame(this.#tick);
    if (document.hidden) return;
    const sinceMs = nowMs - this.#drawnMs;
    const busy = this.#dirty || this.#chosen.driverId !== undefined || sinceMs > idleMillis;
    if (busy || this.#fleet.fastest(nowMs) * sinceMs * this.#scale() >= visibleStepPixels) this.#draw(nowMs);
  };

  #draw(nowMs: number): void {
    this.#drawnMs = nowMs;
    this.#dirty = false;
    const look = {
      stateOf: (id: string) => this.#drivers.get(id)?.state ?? 'offline',
      nameOf: (id: string) => this.#drivers.get(id)?.name ?? '',
      chosen: this.#chosen.driverId,
    };
    this.#canvas.draw(this.#fleet, this.#view(), look, nowMs);
  }
}

/** Back from the unit square of Web Mercator. */
function degrees(x: number, y: number): { lng: number; lat: number } {
  return { lng: (x - 0.5) * 360, lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI };
}
