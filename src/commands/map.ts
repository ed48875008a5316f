import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  canWrite,
  createDemoMap,
  importFile,
  buildRegion,
  isRegionName,
  mapsFolder,
  MapSourceError,
  percentOf,
  readCurrent,
  regionNameOf,
  removeRegion,
  saveRegion,
  type RegionAbout,
} from '../capabilities/geography/api.ts';
import { dbConfig } from '../platform/db/db-config.ts';
import { systemClock } from '../platform/ports/clock.ts';
import { CommandFailure } from './failure.ts';
import { configFrom } from './with-database.ts';

interface MapOptions {
  data?: string;
  name?: string;
  seed?: string;
  size?: string;
}

const labels: Record<string, string> = {
  relations: 'Reading relations',
  ways: 'Reading ways',
  nodes: 'Reading nodes',
  streets: 'Joining streets',
  addresses: 'Collecting addresses',
  features: 'Drawing the map',
  division: 'Dividing the streets',
  car: 'Ordering streets for cars',
  bike: 'Ordering streets for bicycles',
  foot: 'Ordering streets for walking',
};

export function addMap(program: Command): void {
  const map = program.command('map').description('Streets, addresses and tiles from OpenStreetMap data');
  map
    .command('import <file>')
    .description('Import an .osm.pbf, .osm.gz or .osm file; a running Caravan takes it over within seconds')
    .option('--name <name>', 'name of the map; importing under the same name replaces it')
    .option('--data <folder>', 'data folder of the instance')
    .addHelpText('after', '\nExample:\n  caravan map import liechtenstein.osm.pbf --data ./data')
    .action(importMap);
  map
    .command('list')
    .description('The maps in force')
    .option('--data <folder>', 'data folder of the instance')
    .addHelpText('after', '\nExample:\n  caravan map list')
    .action(listMaps);
  map
    .command('remove <name>')
    .description('Take a map out of force and delete its file')
    .option('--data <folder>', 'data folder of the instance')
    .addHelpText('after', '\nExample:\n  caravan map remove liechtenstein')
    .action(removeMap);
  map
    .command('demo')
    .description('Draw the demo town, an island that does not exist')
    .option('--data <folder>', 'data folder of the instance')
    .option('--seed <number>', 'another number, another town', '7')
    .option('--size <points>', 'about how many points its streets have', '8700')
    .addHelpText('after', '\nExample:\n  caravan map demo --seed 12')
    .action(drawDemo);
}

function folderOf(options: MapOptions): string {
  return configFrom({ CARAVAN_DATA: options.data }).get(dbConfig).dataFolder;
}

function progress(stage: string, share: number): void {
  if (!process.stderr.isTTY) return;
  const percent = percentOf(stage, share);
  process.stderr.write(`\r${String(percent).padStart(3)} % ${(labels[stage] ?? stage).padEnd(34)}`);
  if (percent >= 98) process.stderr.write('\r'.padEnd(44) + '\r');
}

async function importMap(file: string, options: MapOptions): Promise<void> {
  if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}.`, 2);
  const name = options.name ?? regionNameOf(file);
  if (!isRegionName(name)) {
    throw new CommandFailure(
      `"${name}" cannot name a map: use small letters, digits and hyphens (--name).`,
      2,
    );
  }
  const folder = mapsFolder(folderOf(options));
  if (!(await canWrite(folder))) throw new CommandFailure(`The folder ${folder} cannot be written to.`);
  const start = performance.now();
  try {
    const source = await importFile(file, { name, onProgress: progress });
    const read = performance.now();
    const region = buildRegion(source, progress);
    const built = performance.now();
    const byteLength = await saveRegion(folder, region, systemClock.now());
    report(region.about, byteLength);
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    const total = seconds(start, performance.now());
    process.stdout.write(
      `  ready in ${total} s (reading ${seconds(start, read)} s, building ${seconds(read, built)} s), peak memory ${peak} MB, ${availableParallelism()} cores\n`,
    );
  } catch (error) {
    if (error instanceof MapSourceError) throw new CommandFailure(error.message);
    throw error;
  }
}

function report({ name, counts, attribution }: RegionAbout, byteLength: number): void {
  const n = (value: number): string => value.toLocaleString('en');
  process.stdout.write(
    [
      `Map "${name}" is in force.`,
      `  read: ${n(counts.sourceNodes)} nodes, ${n(counts.sourceWays)} ways, ${n(counts.sourceRelations)} relations`,
      `  streets: ${n(counts.junctions)} junctions, ${n(counts.edges)} stretches, ${n(counts.streetPoints)} points, ${n(counts.restrictions)} turn restrictions`,
      `  search: ${n(counts.addresses)} addresses, ${n(counts.places)} streets and places`,
      `  tiles: ${n(counts.features)} features, drawn when asked for`,
      `  file: ${(byteLength / 1e6).toFixed(1)} MB; data ${attribution}`,
      '',
    ].join('\n'),
  );
}

async function listMaps(options: MapOptions): Promise<void> {
  const { maps } = await readCurrent(mapsFolder(folderOf(options)));
  if (maps.length === 0) process.stdout.write('No map has been imported: caravan map import FILE.osm.pbf\n');
  for (const { name, importedAt, byteLength } of maps) {
    process.stdout.write(`${name}\t${importedAt}\t${(byteLength / 1e6).toFixed(1)} MB\n`);
  }
}

async function removeMap(name: string, options: MapOptions): Promise<void> {
  const removed = await removeRegion(mapsFolder(folderOf(options)), name);
  if (!removed) throw new CommandFailure(`There is no map "${name}"; caravan map list shows those in force.`);
  process.stdout.write(`Map "${name}" is removed.\n`);
}

async function drawDemo(options: MapOptions): Promise<void> {
  const seed = Number(options.seed);
  const streetPoints = Number(options.size);
  if (!Number.isInteger(seed) || !(streetPoints >= 1000 && streetPoints <= 5_000_000)) {
    throw new CommandFailure('--seed must be a whole number and --size between 1,000 and 5,000,000.', 2);
  }
  const start = performance.now();
  const dataFolder = folderOf(options);
  const about = await createDemoMap(dataFolder, systemClock.now(), { seed, streetPoints, replace: true });
  const { maps } = await readCurrent(mapsFolder(dataFolder));
  if (about) report(about, maps.find((map) => map.name === about.name)?.byteLength ?? 0);
  process.stdout.write(`  drawn in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}
