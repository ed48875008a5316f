import { crc32 } from 'node:zlib';

/**
 * One file for any tree of plain values and typed arrays: a fixed head, a JSON description, then the
 * arrays one after another. It is read into shared memory at once and used in place, by all threads.
 */
const MAGIC = 0x4e56_5243; // "CRVN"
export const PACK_VERSION = 1;
const HEAD_BYTES = 32;
const ALIGNMENT = 8;

const ARRAY_TYPES = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};
type ArrayType = keyof typeof ARRAY_TYPES;

interface Section {
  type: ArrayType;
  offset: number;
  length: number;
}

export class PackError extends Error {
  override name = 'PackError';
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

/** Lays a value out as the pieces of a file, in order. */
export function pack(value: unknown): Uint8Array[] {
  const sections: Section[] = [];
  const arrays: Uint8Array[] = [];
  let offset = 0;
  const tree = JSON.stringify(value, (_key, part) => {
    if (!ArrayBuffer.isView(part)) return part;
    const view = part as Int32Array;
    sections.push({ type: view.constructor.name as ArrayType, offset, length: view.length });
    arrays.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    offset = align(offset + view.byteLength);
    return { $array: sections.length - 1 };
  });
  const description = new TextEncoder().encode(JSON.stringify({ sections, tree: JSON.parse(tree) }));
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, PACK_VERSION, true);
  head.setUint32(8, description.byteLength, true);
  head.setFloat64(16, offset, true);
  const pieces: Uint8Array[] = [new Uint8Array(head.buffer), description, padding(description.byteLength)];
  for (const bytes of arrays) pieces.push(bytes, padding(bytes.byteLength));
  let checksum = 0;
  for (const piece of pieces.slice(1)) checksum = crc32(piece, checksum);
  head.setUint32(12, checksum, true);
  return pieces;
}

function padding(length: number): Uint8Array {
  return new Uint8Array(align(length) - length);
}

/** The value in a packed file; its arrays are views of `buffer`. Throws PackError with one sentence. */
export function unpack<T>(buffer: SharedArrayBuffer | ArrayBuffer, verify: boolean): T {
  if (buffer.byteLength < HEAD_BYTES) throw new PackError('The map file is too short.');
  const head = new DataView(buffer, 0, HEAD_BYTES);
  if (head.getUint32(0, true) !== MAGIC) throw new PackError('The file is not a Caravan map.');
  const version = head.getUint32(4, true);
  if (version !== PACK_VERSION) {
    throw new PackError(
      `The map has format ${version} and this program reads ${PACK_VERSION}; import it again.`,
    );
  }
  const descriptionBytes = head.getUint32(8, true);
  const base = HEAD_BYTES + align(descriptionBytes);
  if (buffer.byteLength !== base + head.getFloat64(16, true))
    throw new PackError('The map file was cut short.');
  if (verify && crc32(new Uint8Array(buffer, HEAD_BYTES)) !== head.getUint32(12, true)) {
    throw new PackError('The map file is damaged: its checksum does not fit.');
  }
  // Text is copied out first, for a decoder does not read shared memory.
  const text = new TextDecoder().decode(new Uint8Array(buffer, HEAD_BYTES, descriptionBytes).slice());
  const { sections, tree } = JSON.parse(text) as { sections: Section[]; tree: unknown };
  return revive(tree, sections, buffer, base) as T;
}

function revive(
  part: unknown,
  sections: Section[],
  buffer: SharedArrayBuffer | ArrayBuffer,
  base: number,
): unknown {
  if (Array.isArray(part)) return part.map((item) => revive(item, sections, buffer, base));
  if (part === null || typeof part !== 'object') return part;
  if ('$array' in part) {
    const { type, offset, length } = sections[part.$array as number] as Section;
    return new ARRAY_TYPES[type](buffer as ArrayBuffer, base + offset, length);
  }
  return Object.fromEntries(
    Object.entries(part).map(([key, item]) => [key, revive(item, sections, buffer, base)]),
  );
}
