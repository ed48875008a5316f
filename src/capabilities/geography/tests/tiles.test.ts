import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { buildRegion } from '../region/build-region.ts';
import { openRegion } from '../region/region.ts';
import { drawMapTile } from '../tiles/map-tile.ts';
import { clipLine, clipRing, simplify } from '../tiles/clip.ts';
import { TOWN_LAT, TOWN_LNG } from '../town/canvas.ts';
import { generateTown } from '../town/generate-town.ts';

const town = openRegion(buildRegion(generateTown({ name: 'Tile Town', seed: 2, streetPoints: 2500 })));

function tileAt(lat: number, lng: number, z: number) {
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  const place = { z, x: Math.floor(((lng + 180) / 360) * 2 ** z), y: Math.floor(y * 2 ** z) };
  return new VectorTile(new PbfReader(drawMapTile(place, [town])));
}

describe('tiles', () => {
  it('draw the world where no map is', () => {
    const tile = tileAt(47, 9, 4);
    expect(Object.keys(tile.layers)).toContain('land');
    const countries = tile.layers['place'];
    const names = Array.from(
      { length: countries?.length ?? 0 },
      (_none, i) => countries?.feature(i).properties['name'],
    );
    expect(names).toContain('Germany');
  });

  it('draw streets with names, houses and their numbers', () => {
    const { layers } = tileAt(TOWN_LAT, TOWN_LNG, 15);
    expect(Object.keys(layers)).toEqual(
      expect.arrayContaining(['land', 'road', 'building', 'housenumber', 'landuse']),
    );
    const road = layers['road']?.feature(0);
    expect(road?.type).toBe(2);
    expect(road?.properties['kind']).toMatch(/^[a-z_]+$/);
    for (const line of road?.loadGeometry() ?? []) {
      for (const { x, y } of line)
        expect(Math.max(Math.abs(x - 2048), Math.abs(y - 2048))).toBeLessThan(2048 + 100);
    }
    expect(layers['housenumber']?.feature(0).properties['number']).toMatch(/^\d+$/);
  });

  it('draw the island as land in the sea, its outside turned the right way', () => {
    const { layers } = tileAt(TOWN_LAT, TOWN_LNG, 9);
    const island = layers['land']?.feature(0);
    const rings = island?.loadGeometry() ?? [];
    const area = (ring: { x: number; y: number }[]) =>
      ring.reduce((sum, p, i) => {
        const q = ring[(i + 1) % ring.length] as { x: number; y: number };
        return sum + p.x * q.y - q.x * p.y;
      }, 0);
    expect(area(rings[0] as { x: number; y: number }[])).toBeGreaterThan(0);
  });

  it('are the same each time', () => {
    const place = { z: 10, x: 451, y: 365 };
    expect(drawMapTile(place, [town])).toEqual(drawMapTile(place, [town]));
  });
});

describe('cutting', () => {
  const box = { min: 0, max: 10 };

  it('cuts a line into the pieces that are inside', () => {
    expect(clipLine([-5, 5, 5, 5, 5, 15, 8, 15, 8, 5], box)).toEqual([
      [0, 5, 5, 5, 5, 10],
      [8, 10, 8, 5],
    ]);
    expect(clipLine([20, 20, 30, 30], box)).toEqual([]);
  });

  it('cuts a ring at the corners of the box', () => {
    const ring = clipRing([-5, -5, 5, -5, 5, 5, -5, 5], box);
    expect(new Set([0, 1, 2, 3].map((i) => `${ring[2 * i]},${ring[2 * i + 1]}`))).toEqual(
      new Set(['0,0', '5,0', '5,5', '0,5']),
    );
  });

  it('leaves out what is not seen', () => {
    expect(simplify([0, 0, 5, 0.2, 10, 0], 1)).toEqual([0, 0, 10, 0]);
    expect(simplify([0, 0, 5, 3, 10, 0], 1)).toEqual([0, 0, 5, 3, 10, 0]);
  });
});
