import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { PbfReader } from 'pbf';
import { MapSourceError } from '../source/map-source.ts';

const inflateAsync = promisify(inflate);

/** Limits that the format itself states: a header of at most 64 KiB, a block of at most 32 MiB. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;

export interface BlobPlace {
  type: string;
  offset: number;
  byteLength: number;
}

function damaged(path: string, what: string, reason: MapSourceError['reason'] = 'damaged'): MapSourceError {
  return new MapSourceError('geography.mapUnreadable', `${path} cannot be imported: ${what}.`, reason);
}

async function readExactly(file: FileHandle, path: string, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, offset + done);
    if (bytesRead === 0)
      throw damaged(path, 'it ends in the middle of a block, so it was cut short', 'cut_short');
    done += bytesRead;
  }
  return buffer;
}

/** Reads where the blocks of a PBF file lie, without unpacking them. */
export async function locateBlobs(file: FileHandle, path: string): Promise<BlobPlace[]> {
  const { size } = await file.stat();
  const places: BlobPlace[] = [];
  let offset = 0;
  while (offset < size) {
    const foreign = places.length === 0;
    const headerLength = (await readExactly(file, path, offset, 4)).readUInt32BE(0);
    if (headerLength === 0 || headerLength > MAX_HEADER_BYTES) {
      throw foreign
        ? damaged(path, 'it is not an OpenStreetMap PBF file', 'not_a_map')
        : damaged(path, 'a block header is damaged');
    }
    const header = readBlobHeader(await readExactly(file, path, offset + 4, headerLength));
    if (!header || (foreign && header.type !== 'OSMHeader')) {
      throw foreign
        ? damaged(path, 'it is not an OpenStreetMap PBF file', 'not_a_map')
        : damaged(path, 'a block header is damaged');
    }
    const start = offset + 4 + headerLength;
    if (start + header.byteLength > size) {
      throw damaged(path, 'it ends in the middle of a block, so it was cut short', 'cut_short');
    }
    places.push({ type: header.type, offset: start, byteLength: header.byteLength });
    offset = start + header.byteLength;
  }
  if (places.length === 0) throw damaged(path, 'it is empty');
  return places;
}

function readBlobHeader(bytes: Buffer): { type: string; byteLength: number } | undefined {
  try {
    const header = new PbfReader(bytes).readFields(
      (tag, into: { type: string; byteLength: number }, pbf) => {
        if (tag === 1) into.type = pbf.readString();
        else if (tag === 3) into.byteLength = pbf.readVarint();
      },
      { type: '', byteLength: -1 },
    );
    const fits = header.byteLength >= 0 && header.byteLength <= MAX_BLOB_BYTES;
    return header.type && fits ? header : undefined;
  } catch {
    return undefined;
  }
}

/** Unpacks one block. */
export async function readBlob(file: FileHandle, path: string, place: BlobPlace): Promise<Uint8Array> {
  const bytes = await readExactly(file, path, place.offset, place.byteLength);
  const blob: { raw?: Uint8Array; zlib?: Uint8Array; other: boolean } = { other: false };
  try {
    new PbfReader(bytes).readFields((tag, into: typeof blob, pbf) => {
      if (tag === 1) into.raw = pbf.readBytes();
      else if (tag === 3) into.zlib = pbf.readBytes();
      else if (tag > 3) into.other = true;
    }, blob);
    if (blob.raw) return blob.raw;
    if (blob.zlib) return await inflateAsync(blob.zlib, { maxOutputLength: MAX_BLOB_BYTES });
  } catch {
    throw damaged(path, `the block at byte ${place.offset} is damaged`);
  }
  if (blob.other) {
    throw damaged(path, 'its blocks are packed in a way other than zlib; write it again with zlib packing');
  }
  throw damaged(path, `the block at byte ${place.offset} is empty`);
}
