import { colorOf } from '../../design/states.ts';
import { type GeoJSONSource, LngLatBounds, Marker } from '../../map/maplibre.ts';
import { StreetMap } from '../../map/street-map.ts';
import type { Fix } from '../device/sparing.ts';
import type { StopView } from '../store/snapshot.ts';
import type { Way } from './next-turn.ts';
import { doorOf } from './use-way.ts';
import classes from './map.module.css';

export interface Shown {
  stops: readonly StopView[];
  /** Number of the first of them in the day; 0: it has none. */
  first: number;
  way: Way | null;
  fix: Fix | null;
}

/** The driver's map outside of React. */
export class DriverMap {
  readonly #map: StreetMap;
  readonly #me: Marker;
  #markers: Marker[] = [];
  #shown: Shown = { stops: [], first: 1, way: null, fix: null };
  #fitted = false;

  constructor(container: HTMLElement, dark: boolean) {
    this.#map = new StreetMap(dark, {
      container,
      attributionControl: { compact: false },
      dragRotate: false,
      maxPitch: 0,
      fadeDuration: 0,
    });
    this.#map.touchZoomRotate.disableRotation();
    const element = document.createElement('div');
    element.className = classes['me'] ?? '';
    this.#me = new Marker({ element });
    this.#map.on('style.load', () => {
      this.#addWay();
      this.show(this.#shown);
    });
    // Without a network the style of an area that was never seen is missing: doors and way are drawn all the same.
    this.#map.on('error', () => undefined);
  }

  show(shown: Shown): void {
    this.#shown = shown;
    for (const marker of this.#markers) marker.remove();
    this.#markers = shown.stops.map((stop, index) => {
      const element = document.createElement('div');
      element.className = classes['stop'] ?? '';
      element.dataset['state'] = stop.held.delivery.state;
      if (index === 0) element.dataset['next'] = '';
      element.textContent = shown.first > 0 ? String(shown.first + index) : '';
      return new Marker({ element }).setLngLat(doorOf(stop)).addTo(this.#map);
    });
    if (shown.fix) this.#me.setLngLat(shown.fix).addTo(this.#map);
    const source = this.#map.getSource<GeoJSONSource>('way');
    void source?.setData({
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates: (shown.way?.geometry ?? []) as [number, number][] },
    });
    if (!this.#fitted && (shown.stops.length > 0 || shown.fix)) this.fit();
  }

  fit(): void {
    const { stops, fix } = this.#shown;
    const bounds = new LngLatBounds();
    for (const stop of stops) bounds.extend(doorOf(stop));
    if (fix) bounds.extend(fix);
    if (bounds.isEmpty()) return;
    this.#fitted = true;
    this.#map.fitBounds(bounds, { padding: this.#clear(), maxZoom: 16, animate: false });
  }

  centre(): void {
    const { fix } = this.#shown;
    if (fix) this.#map.easeTo({ center: fix, zoom: 16 });
  }

  /** Room at each edge for the marks themselves and, below, for the buttons on either side. */
  #clear(): { top: number; bottom: number; left: number; right: number } {
    const { clientHeight, clientWidth } = this.#map.getContainer();
    const wanted = { top: 40, bottom: 56, left: 84, right: 84 };
    // On a phone on its side there is less than that.
    const [most, widest] = [clientHeight / 4, clientWidth / 4];
    return {
      top: Math.min(wanted.top, most),
      bottom: Math.min(wanted.bottom, most),
      left: Math.min(wanted.left, widest),
      right: Math.min(wanted.right, widest),
    };
  }

  remove(): void {
    this.#map.remove();
  }

  #addWay(): void {
    this.#map.addSource('way', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    // Names of places and streets stay readable on top of the way.
    const firstName = this.#map.getStyle().layers.find(({ type }) => type === 'symbol')?.id;
    const layout = { 'line-cap': 'round', 'line-join': 'round' } as const;
    for (const [id, color, width] of [
      ['way-edge', colorOf('panel'), 10],
      ['way-line', colorOf('in_transit'), 6],
    ] as const)
      this.#map.addLayer(
        {
          id,
          type: 'line',
          source: 'way',
          layout,
          paint: { 'line-color': color, 'line-width': width },
        },
        firstName,
      );
  }
}
