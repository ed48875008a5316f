import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTRACT } from '../../../../bench/map/maps.ts';
import { importFile } from '../import/import-file.ts';
import { buildRegion } from '../region/build-region.ts';
import { pack, unpack } from '../region/pack.ts';
import { readCurrent, saveRegion } from '../region/store.ts';
import { Atlas } from '../region/atlas.ts';
import { MapSourceError } from '../source/map-source.ts';
import { generateTown } from '../town/generate-town.ts';

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="47.0" lon="9.0"/>
  <node id="2" lat="47.001" lon="9.0"><tag k="barrier" v="bollard"/></node>
  <node id="9000000003" lat="47.002" lon="9.0"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="9000000003"/><nd ref="77"/>
    <tag k="highway" v="residential"/><tag k="name" v="A &amp; B Straße"/></way>
  <relation id="5"><member type="way" ref="10" role="from"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'caravan-map-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(name: string, bytes: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

describe('reading map files', () => {
  it.each(['plain', 'gzip'])('reads XML, %s', async (kind) => {
    const file = await put(`${kind}.osm`, kind === 'gzip' ? gzipSync(XML) : XML);
    const source = await importFile(file, { name: 'x' });
    expect(source.counts).toEqual({ nodes: 3, ways: 1, relations: 1 });
    expect(source.wayTags.of(0)).toEqual({ highway: 'residential', name: 'A & B Straße' });
    // The node beyond the extract's border is dropped, one with an id beyond 32 bits is kept.
    expect([...source.wayRefs]).toEqual([0, 1, 2]);
    expect(source.relations[0]?.members[0]).toEqual({ kind: 'way', index: 0, role: 'from' });
    expect(buildRegion(source).about.counts).toMatchObject({ junctions: 3, edges: 2 });
  });

  it.each([
    ['nothing.osm.pbf', '', /is empty/],
    [
      'foreign.osm.pbf',
      'PK\u0003\u0004 this is a zip, or so it says, and long enough to be read',
      /not an OpenStreetMap PBF/,
    ],
    ['foreign.osm', '<html><body/></html>', /not an OpenStreetMap XML/],
    ['cut.osm', XML.slice(0, 400), /cut short|damaged/],
    ['bent.osm', XML.replace('</way>', '</wy>'), /damaged/],
    ['zipped.osm.gz', gzipSync('not xml at all'), /not an OpenStreetMap XML/],
    ['cutzip.osm.gz', gzipSync(XML).subarray(0, 150), /cut short|damaged/],
    ['streetless.osm', XML.replace('"highway"', '"building"'), /holds no streets/],
  ])('says in one sentence what is wrong with %s', async (name, bytes, sentence) => {
    const file = await put(name, bytes);
    const attempt = importFile(file, { name: 'x' }).then((source) => buildRegion(source));
    await expect(attempt).rejects.toThrow(MapSourceError);
    await expect(attempt).rejects.toThrow(sentence);
  });

  it('says so when a file is missing or a folder', async () => {
    await expect(importFile(path.join(folder, 'none.pbf'), { name: 'x' })).rejects.toThrow(
      /cannot be opened/,
    );
    await expect(importFile(folder, { name: 'x' })).rejects.toThrow(/not a file/);
  });

  it('notices every kind of damage to a real extract', async () => {
    if (!existsSync(EXTRACT)) {
      console.log(`Skipped the damaged extract: ${EXTRACT} is not there.`);
      return;
    }
    const whole = await readFile(EXTRACT);
    const cut = await put('cut.osm.pbf', whole.subarray(0, 1_500_000));
    await expect(importFile(cut, { name: 'x' })).rejects.toThrow(/cut short/);
    for (const at of [2000, 700_000, 2_500_000]) {
      const bent = Buffer.from(whole);
      for (let i = 0; i < 40; i++) bent[at + i] = (bent[at + i] as number) ^ 0x5a;
      const file = await put('bent.osm.pbf', bent);
      await expect(importFile(file, { name: 'x' })).rejects.toThrow(/damaged|cut short|cannot be imported/);
    }
  });
});

describe('maps in force', () => {
  const region = buildRegion(generateTown({ name: 'Small', seed: 1, streetPoints: 1000 }));

  it('come out of their file as they went in', () => {
    const bytes = Buffer.concat(pack(region));
    const buffer = new SharedArrayBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    const read = unpack<typeof region>(buffer, true);
    expect(read.about).toEqual(region.about);
    expect([...read.graphs.car.stepWeight]).toEqual([...region.graphs.car.stepWeight]);
    new Uint8Array(buffer)[bytes.length >> 1]! ^= 1;
    expect(() => unpack(buffer, true)).toThrow(/damaged/);
    expect(() => unpack(buffer.slice(0, 1000), true)).toThrow(/cut short/);
    expect(() => unpack(new ArrayBuffer(100), true)).toThrow(/not a Caravan map/);
  });

  it('are swapped as one, and a bad one leaves the old in force', async () => {
    const maps = path.join(folder, 'maps');
    await saveRegion(maps, region, new Date(1));
    const atlas = new Atlas(maps);
    await atlas.ready();
    const [old] = atlas.maps;
    await saveRegion(maps, region, new Date(2));
    await atlas.refresh();
    const [fresh] = atlas.maps;
    expect(atlas.maps).toHaveLength(1);
    expect(fresh?.file).not.toBe(old?.file);
    const current = await readCurrent(maps);
    await writeFile(path.join(maps, 'broken.map'), 'no map');
    const wrong = { maps: [{ ...current.maps[0], file: 'broken.map' }] };
    await writeFile(path.join(maps, 'current.json'), JSON.stringify(wrong));
    await atlas.refresh();
    expect(atlas.maps[0]).toBe(fresh);
    atlas.close();
  });
});
