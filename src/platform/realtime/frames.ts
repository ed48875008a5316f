import { FINEST_LEVEL } from './grid.ts';
import type { Subject, Tile } from './subjects.ts';

/**
 * Binary position frames; the layout is described in docs/reference/live-protocol.md.
 * Every record is absolute inside its tile, so a receiver that missed frames decodes the next one all the
 * same, and one chunk serves every socket that watches the tile.
 */
export const FRAME_POSITIONS = 1;
export const FRAME_HEADER_BYTES = 10;
/** Flag: the frame is all that the receiver watches; what is not in it is gone. */
export const FLAG_COMPLETE = 1;

export const CHUNK_CHANGES = 0;
export const CHUNK_SNAPSHOT = 1;
export const CHUNK_WATCHED = 2;

const NAME_BYTES = 20;
const RECORD_BYTES = 11;
const WATCHED_BYTES = 15;
const MAX_CHUNK_HEADER_BYTES = 20;
const AGE_UNKNOWN = 0xff_ff;

function writeVarint(out: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest > 0x7f) {
    out[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[at++] = rest;
  return at;
}

function writeHeader(out: Uint8Array, kind: number, level: number, x: number, y: number): number {
  out[0] = (kind << 5) | level;
  out[1] = x & 0xff;
  out[2] = x >> 8;
  out[3] = y & 0xff;
  out[4] = y >> 8;
  return 5;
}

function writeHandle(out: Uint8Array, at: number, handle: number): number {
  out[at] = handle & 0xff;
  out[at + 1] = (handle >> 8) & 0xff;
  out[at + 2] = handle >> 16;
  return at + 3;
}

function writeName(out: Uint8Array, start: number, subject: Subject): number {
  const at = writeHandle(out, start, subject.handle);
  out[at] = subject.kind;
  out.set(subject.idBytes, at + 1);
  return start + NAME_BYTES;
}

function writeMotion(out: Uint8Array, at: number, subject: Subject, frameTimeMs: number): number {
  out[at] = subject.heading;
  out[at + 1] = subject.speed;
  const age = Math.round((frameTimeMs - subject.deviceTimeMs) / 10);
  const clamped = age < 0 ? 0 : age >= AGE_UNKNOWN ? AGE_UNKNOWN : age;
  out[at + 2] = clamped & 0xff;
  out[at + 3] = clamped >> 8;
  return at + 4;
}

function encodeTile(
  tile: Tile,
  kind: number,
  named: readonly Subject[],
  moved: readonly Subject[],
  left: readonly number[],
  frameTimeMs: number,
): Uint8Array {
  const size =
    MAX_CHUNK_HEADER_BYTES + named.length * NAME_BYTES + moved.length * RECORD_BYTES + left.length * 3;
  const out = Buffer.allocUnsafe(size);
  let at = writeHeader(out, kind, tile.level, tile.x, tile.y);
  at = writeVarint(out, at, left.length);
  at = writeVarint(out, at, named.length);
  at = writeVarint(out, at, moved.length);
  for (const handle of left) at = writeHandle(out, at, handle);
  for (const subject of named) at = writeName(out, at, subject);
  const shift = FINEST_LEVEL - tile.level;
  for (const subject of moved) {
    at = writeHandle(out, at, subject.handle);
    const x = (subject.x >> shift) & 0xff_ff;
    const y = (subject.y >> shift) & 0xff_ff;
    out[at] = x & 0xff;
    out[at + 1] = x >> 8;
    out[at + 2] = y & 0xff;
    out[at + 3] = y >> 8;
    at = writeMotion(out, at + 4, subject, frameTimeMs);
  }
  return out.subarray(0, at);
}

type Filter = (id: string) => boolean;

/** What changed in the tile in this tick. */
export function encodeChanges(tile: Tile, frameTimeMs: number, filter?: Filter): Uint8Array {
  if (filter === undefined) {
    return encodeTile(tile, CHUNK_CHANGES, tile.entered, tile.moved, tile.left, frameTimeMs);
  }
  return encodeTile(
    tile,
    CHUNK_CHANGES,
    tile.entered.filter((subject) => filter(subject.id)),
    tile.moved.filter((subject) => filter(subject.id)),
    // A handle says nothing about the thing it stands for, and an unknown one is ignored by the receiver.
    tile.left,
    frameTimeMs,
  );
}

/** Everything that stands in the tile; replaces what the receiver knew of it. */
export function encodeSnapshot(tile: Tile, frameTimeMs: number, filter?: Filter): Uint8Array {
  const members: Subject[] = [];
  for (const subject of tile.members) {
    if (filter === undefined || filter(subject.id)) members.push(subject);
  }
  return encodeTile(tile, CHUNK_SNAPSHOT, members, members, [], frameTimeMs);
}

/** Things that are watched one by one, wherever they are: full coordinates. */
export function encodeWatched(
  named: readonly Subject[],
  moved: readonly Subject[],
  left: readonly number[],
  frameTimeMs: number,
): Uint8Array {
  const size =
    MAX_CHUNK_HEADER_BYTES + named.length * NAME_BYTES + moved.length * WATCHED_BYTES + left.length * 3;
  const out = Buffer.allocUnsafe(size);
  let at = writeHeader(out, CHUNK_WATCHED, 0, 0, 0);
  at = writeVarint(out, at, left.length);
  at = writeVarint(out, at, named.length);
  at = writeVarint(out, at, moved.length);
  for (const handle of left) at = writeHandle(out, at, handle);
  for (const subject of named) at = writeName(out, at, subject);
  for (const subject of moved) {
    at = writeHandle(out, at, subject.handle);
    at = out.writeUInt32LE(subject.x, at);
    at = out.writeUInt32LE(subject.y, at);
    at = writeMotion(out, at, subject, frameTimeMs);
  }
  return out.subarray(0, at);
}

const OPCODE_BINARY = 0x82;
const OPCODE_TEXT = 0x81;

/** Reserves room for a WebSocket header (unmasked, final) and writes it; answers the buffer and where the payload begins. */
function openFrame(opcode: number, payloadBytes: number): { out: Buffer; at: number } {
  if (payloadBytes < 126) {
    const out = Buffer.allocUnsafe(2 + payloadBytes);
    out[0] = opcode;
    out[1] = payloadBytes;
    return { out, at: 2 };
  }
  if (payloadBytes < 65_536) {
    const out = Buffer.allocUnsafe(4 + payloadBytes);
    out[0] = opcode;
    out[1] = 126;
    out.writeUInt16BE(payloadBytes, 2);
    return { out, at: 4 };
  }
  const out = Buffer.allocUnsafe(10 + payloadBytes);
  out[0] = opcode;
  out[1] = 127;
  out.writeUInt32BE(0, 2);
  out.writeUInt32BE(payloadBytes, 6);
  return { out, at: 10 };
}

/** A whole WebSocket message of position chunks, ready for any number of sockets. */
export function framePositions(chunks: readonly Uint8Array[], frameTimeMs: number, flags: number): Buffer {
  let payload = FRAME_HEADER_BYTES;
  for (const chunk of chunks) payload += chunk.length;
  const { out, at: start } = openFrame(OPCODE_BINARY, payload);
  out[start] = FRAME_POSITIONS;
  out[start + 1] = flags;
  let at = out.writeDoubleLE(frameTimeMs, start + 2);
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** A whole WebSocket text message, framed once for any number of sockets. */
export function frameText(text: string): Buffer {
  const { out, at } = openFrame(OPCODE_TEXT, Buffer.byteLength(text));
  out.write(text, at);
  return out;
}
