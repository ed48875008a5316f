/**
 * `node scripts/make-deliveries-csv.ts [--count 500] [--addresses FILE] [--seed 1] > deliveries.csv`: deliveries
 * between real addresses, for `caravan deliveries import`. The same seed gives the same file.
 */
import path from 'node:path';
import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { csvNumber } from '../src/platform/csv/fields.ts';
import { readCsv } from '../src/platform/csv/read-csv.ts';
import { newId, pick, randomInteger, seededRng } from '../src/platform/ports/rng.ts';
import { manualClock } from '../src/platform/ports/clock.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    country: { type: 'string', default: 'LI' },
    prefix: { type: 'string', default: 'LI' },
    addresses: {
      type: 'string',
      default: path.join(root, '../shared/data/geo/osm/liechtenstein-addresses.csv'),
    },
  },
});
if (!existsSync(values.addresses)) {
  process.stderr.write(`There is no file of addresses at ${values.addresses}.\n`);
  process.exit(2);
}

const row = z.object({
  lat: csvNumber(-90, 90),
  lon: csvNumber(-180, 180),
  street: z.string(),
  housenumber: z.string(),
  postcode: z.string().optional(),
  city: z.string().optional(),
});
const columns = { lat: {}, lon: {}, street: {}, housenumber: {}, postcode: {}, city: {} };
const reading = await readCsv(createReadStream(values.addresses), { columns, row });
const addresses: z.output<typeof row>[] = [];
for await (const line of reading.lines) if (line.row?.city) addresses.push(line.row);

const rng = seededRng(Number(values.seed));
const ports = { rng, clock: manualClock(new Date('2026-01-01T00:00:00Z')) };
const customers = Array.from({ length: 5 }, () => newId(ports));
const depots = Array.from({ length: 8 }, () => pick(rng, addresses));
const quoted = (text: string | number | undefined) => `"${String(text ?? '').replaceAll('"', '""')}"`;
const stop = ({ street, housenumber, postcode, city, lat, lon }: (typeof addresses)[number]) => [
  street,
  housenumber,
  postcode,
  city,
  values.country,
  lat,
  lon,
];
const side = (name: string) =>
  ['street', 'house_number', 'postcode', 'city', 'country', 'lat', 'lng'].map((field) => `${name}_${field}`);
process.stdout.write(
  `${['reference', 'customer_id', ...side('pickup'), ...side('dropoff'), 'weight_grams'].join(',')}\n`,
);
for (let index = 1; index <= Number(values.count); index++) {
  const cells = [
    `${values.prefix}-${String(index).padStart(6, '0')}`,
    pick(rng, customers),
    ...stop(pick(rng, depots)),
    ...stop(pick(rng, addresses)),
    randomInteger(rng, 200, 15_000),
  ];
  process.stdout.write(`${cells.map(quoted).join(',')}\n`);
}
