/**
 * Cuts the world's outlines (Natural Earth, public domain, as packed by world-atlas) at the
 * antimeridian and writes them as map features. Run after changing world-atlas; its result is committed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import { feature, mesh } from 'topojson-client';
import { pack } from '../../src/capabilities/geography/region/pack.ts';
import { packTexts } from '../../src/capabilities/geography/region/text-table.ts';
import { StringTable } from '../../src/capabilities/geography/source/strings.ts';
import { FeatureBuilder } from '../../src/capabilities/geography/tiles/features.ts';

const WORLD = { south: -9e8, west: -1.8e9, north: 9e8, east: 1.8e9 };
const require = createRequire(import.meta.url);
const load = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`), 'utf8'));
// Degrees in, degrees out: only the cutting is wanted of this projection.
const cut = geoEquirectangular()
  .scale(180 / Math.PI)
  .translate([0, 0])
  .precision(0)
  .reflectY(true);

const texts = new StringTable();
const builder = new FeatureBuilder(texts);

function addLine(line) {
  for (const [lng, lat] of line) builder.point(Math.round(lat * 1e7), Math.round(lng * 1e7));
  builder.endPart();
}

function polygonsOf(geometry) {
  if (geometry?.type === 'Polygon') return [geometry.coordinates];
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates : [];
}

function ringArea(ring) {
  return Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length];
      return sum + x * ny - nx * y;
    }, 0),
  );
}

const land = load('land-50m');
for (const each of geoProject(feature(land, land.objects.land), cut).features ?? []) {
  for (const rings of polygonsOf(each.geometry)) {
    for (const ring of rings) addLine(ring);
    builder.endFeature({ layer: 'land', kind: 'land', shape: 'area', minZoom: 0 }, {});
  }
}

const countries = load('countries-50m');
const borders = geoProject(
  mesh(countries, countries.objects.countries, (a, b) => a !== b),
  cut,
);
for (const line of borders.coordinates) {
  addLine(line);
  builder.endFeature({ layer: 'boundary', kind: 'country', shape: 'line', minZoom: 0 }, {});
}

for (const each of geoProject(feature(countries, countries.objects.countries), cut).features) {
  const rings = polygonsOf(each.geometry).map((rings) => rings[0]);
  const largest = rings.sort((a, b) => ringArea(b) - ringArea(a))[0];
  if (!largest) continue;
  const xs = largest.map(([x]) => x);
  const ys = largest.map(([, y]) => y);
  const size = ringArea(largest);
  addLine([[(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]]);
  const minZoom = size > 400 ? 1 : size > 60 ? 2 : size > 10 ? 4 : 5;
  builder.endFeature(
    { layer: 'place', kind: 'country', shape: 'point', minZoom },
    { name: each.properties.name, population: String(Math.round(size * 1000)) },
  );
}

const features = builder.build(WORLD, [[99, 1_000_000]]);
const bytes = gzipSync(Buffer.concat(pack({ features, texts: packTexts(texts.all()) })), { level: 9 });
const path = new URL('../../src/capabilities/geography/tiles/world.map.gz', import.meta.url);
writeFileSync(path, bytes);
console.log(`${builder.length} features, ${bytes.length} bytes`);
