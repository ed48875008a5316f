import { Button, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { api, type Schema } from '../app/api.ts';
import { colorOf } from '../design/states.ts';
import { type GeoJSONSource, LngLatBounds } from '../map/maplibre.ts';
import { StreetMap } from '../map/street-map.ts';
import classes from './zone-map.module.css';
import { t } from './words.ts';

/** [longitude, latitude] in degrees. */
export type Corner = readonly [number, number];

interface ZoneMapProps {
  zones: readonly Schema<'DeliveryZone'>[];
  /** Of the zone that is being drawn; undefined while none is. */
  corners: readonly Corner[] | undefined;
  onCorner(corner: Corner): void;
}

/** All zones on the streets; while one is drawn each click is a corner. */
export default function ZoneMap({ zones, corners, onCorner }: ZoneMapProps) {
  const holder = useRef<HTMLDivElement>(null);
  const map = useRef<StreetMap>(undefined);
  const now = useRef({ zones, corners, onCorner });
  now.current = { zones, corners, onCorner };
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    if (!holder.current) return undefined;
    const made = new StreetMap(dark, {
      container: holder.current,
      attributionControl: { compact: true },
      center: [0, 20],
      zoom: 1,
    });
    map.current = made;
    made.on('style.load', () => {
      addLayers(made);
      show(made, now.current);
    });
    made.on('click', ({ lngLat }) => {
      if (now.current.corners) now.current.onCorner([lngLat.lng, lngLat.lat]);
    });
    void lookAt(made, now.current.zones);
    return () => {
      map.current = undefined;
      made.remove();
    };
    // The first colours only; later ones are handed over below.
  }, []);
  useEffect(() => map.current?.setDark(dark), [dark]);
  useEffect(() => {
    if (map.current) show(map.current, { zones, corners });
  }, [zones, corners]);
  return (
    <div data-drawing={corners !== undefined || undefined} className={classes.map}>
      <div ref={holder} className={classes.holder} />
      {corners && (
        <>
          <i className={classes.cross} aria-hidden="true" />
          <Button
            className={classes.center}
            size="xs"
            variant="default"
            onClick={() => {
              const center = map.current?.getCenter();
              if (center) onCorner([center.lng, center.lat]);
            }}
          >
            {t('zones.center')}
          </Button>
        </>
      )}
    </div>
  );
}

function addLayers(map: StreetMap): void {
  if (map.getSource('zones')) return;
  for (const name of ['zones', 'drawn']) {
    const color = colorOf(name === 'drawn' ? 'accent' : 'in_transit');
    map.addSource(name, { type: 'geojson', data: collection([]) });
    map.addLayer({
      id: `${name}-area`,
      type: 'fill',
      source: name,
      paint: { 'fill-color': color, 'fill-opacity': 0.16 },
    });
    map.addLayer({
      id: `${name}-edge`,
      type: 'line',
      source: name,
      paint: { 'line-color': color, 'line-width': 2.5 },
    });
  }
  map.addLayer({
    id: 'zones-names',
    type: 'symbol',
    source: 'zones',
    layout: { 'text-field': ['get', 'name'], 'text-font': ['sans-serif'], 'text-size': 13 },
    paint: {
      'text-color': colorOf('ink'),
      'text-halo-color': colorOf('panel'),
      'text-halo-width': 2,
    },
  });
  map.addLayer({
    id: 'drawn-corners',
    type: 'circle',
    source: 'drawn',
    paint: { 'circle-color': colorOf('accent'), 'circle-radius': 5 },
  });
}

type Shapes = Parameters<GeoJSONSource['setData']>[0];
interface Shape {
  type: string;
  coordinates: unknown;
}
interface Named {
  geometry: Shape;
  name: string;
}

const collection = (shapes: readonly Named[]): Shapes =>
  ({
    type: 'FeatureCollection',
    features: shapes.map(({ geometry, name }) => ({ type: 'Feature', properties: { name }, geometry })),
  }) as Shapes;

function show(map: StreetMap, { zones, corners }: Pick<ZoneMapProps, 'zones' | 'corners'>): void {
  void map
    .getSource<GeoJSONSource>('zones')
    ?.setData(collection(zones.map(({ area, name }) => ({ geometry: area, name }))));
  const points = (corners ?? []).map((corner) => [...corner]);
  const ring = points.length > 2 ? [...points, points[0]] : points;
  const drawn =
    points.length > 2
      ? { type: 'Polygon', coordinates: [ring] }
      : { type: points.length === 2 ? 'LineString' : 'MultiPoint', coordinates: points };
  void map.getSource<GeoJSONSource>('drawn')?.setData(collection([{ geometry: drawn, name: '' }]));
}

/** The zones, or the imported map where there are none. */
async function lookAt(map: StreetMap, zones: ZoneMapProps['zones']): Promise<void> {
  const bounds = new LngLatBounds();
  for (const { area } of zones)
    for (const [lng, lat] of area.coordinates[0] ?? []) bounds.extend([lng, lat] as [number, number]);
  if (bounds.isEmpty()) {
    const { items } = await api('geography.listMaps');
    for (const {
      bounds: [west, south, east, north],
    } of items)
      bounds.extend([west, south]).extend([east, north]);
  }
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 40, animate: false });
}
