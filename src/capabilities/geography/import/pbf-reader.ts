import { type FileHandle, open } from 'node:fs/promises';
import { PbfReader } from 'pbf';
import { MapSourceError } from '../source/map-source.ts';
import type { ElementReader, ElementVisitor } from './element-reader.ts';
import { type BlobPlace, locateBlobs, readBlob } from './pbf-blob.ts';
import { HAS_NODES, HAS_RELATIONS, HAS_WAYS, visitBlock } from './pbf-block.ts';

const UNKNOWN = HAS_NODES | HAS_WAYS | HAS_RELATIONS;

/** Features that a file may require of its reader; with any other it could be read wrongly. */
const UNDERSTOOD = new Set(['OsmSchema-V0.6', 'DenseNodes', 'HistoricalInformation']);

class PbfElementReader implements ElementReader {
  private readonly file: FileHandle;
  private readonly path: string;
  private readonly blobs: BlobPlace[];
  private readonly kinds: Uint8Array;

  constructor(file: FileHandle, path: string, blobs: BlobPlace[]) {
    this.file = file;
    this.path = path;
    this.blobs = blobs;
    this.kinds = new Uint8Array(blobs.length).fill(UNKNOWN);
  }

  async read(visitor: ElementVisitor, onProgress?: (share: number) => void): Promise<void> {
    const wanted =
      (visitor.node ? HAS_NODES : 0) | (visitor.way ? HAS_WAYS : 0) | (visitor.relation ? HAS_RELATIONS : 0);
    const due = this.blobs.flatMap((blob, i) =>
      blob.type === 'OSMData' && ((this.kinds[i] as number) & wanted) !== 0 ? [i] : [],
    );
    const load = (i: number | undefined) =>
      i === undefined ? undefined : readBlob(this.file, this.path, this.blobs[i] as BlobPlace);
    // The next block is unpacked by the thread pool while this one is decoded here.
    let ahead = load(due[0]);
    for (let at = 0; at < due.length; at++) {
      const current = await (ahead as Promise<Uint8Array>);
      ahead = load(due[at + 1]);
      ahead?.catch(() => undefined);
      const i = due[at] as number;
      try {
        this.kinds[i] = visitBlock(current, visitor);
      } catch (error) {
        if (error instanceof MapSourceError) throw error;
        const where = `the block at byte ${this.blobs[i]?.offset} is damaged`;
        throw new MapSourceError('geography.mapUnreadable', `${this.path} cannot be imported: ${where}.`);
      }
      onProgress?.((at + 1) / due.length);
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

async function checkHeader(file: FileHandle, path: string, place: BlobPlace): Promise<void> {
  const bytes = await readBlob(file, path, place);
  const required: string[] = [];
  new PbfReader(bytes).readFields((tag, into: string[], pbf) => {
    if (tag === 4) into.push(pbf.readString());
  }, required);
  const foreign = required.filter((feature) => !UNDERSTOOD.has(feature));
  if (foreign.length > 0) {
    throw new MapSourceError(
      'geography.mapUnreadable',
      `${path} cannot be imported: it requires a reader that understands ${foreign.join(', ')}.`,
    );
  }
}

/** Opens an .osm.pbf file; throws MapSourceError when it is not one or was cut short. */
export async function openPbf(path: string): Promise<ElementReader> {
  const file = await open(path, 'r');
  try {
    const blobs = await locateBlobs(file, path);
    await checkHeader(file, path, blobs[0] as BlobPlace);
    return new PbfElementReader(file, path, blobs);
  } catch (error) {
    await file.close();
    throw error;
  }
}
