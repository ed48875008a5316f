/**
 * Reads the binary position frames of the live socket; the layout is in docs/reference/live-protocol.md.
 * Works in browsers and in Node.
 */
export interface FrameVisitor {
  /** Begins a frame. A complete frame holds all that is watched: what is not in it is gone. */
  frame(timeMs: number, complete: boolean): void;
  /** Begins a tile's part; a snapshot replaces what was known of the tile. `null`: things watched by themselves. */
  tile(key: number | null, snapshot: boolean): void;
  left(handle: number): void;
  named(handle: number, kind: number, id: string): void;
  /** Heading and speed are null when unknown. */
  moved(
    handle: number,
    lat: number,
    lng: number,
    headingDegrees: number | null,
    speedMetersPerSecond: number | null,
    ageMs: number,
  ): void;
}

export const FRAME_POSITIONS = 1;
const CHUNK_SNAPSHOT = 1;
const CHUNK_WATCHED = 2;
const GRID_SIZE = 2 ** 30;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export class FrameError extends Error {}

/** Reads one frame. Throws FrameError when it is not one, or is cut short. */
export function readFrame(bytes: Uint8Array, visitor: FrameVisitor): void {
  try {
    read(bytes, visitor);
  } catch (error) {
    if (error instanceof RangeError) throw new FrameError('the frame is cut short');
    throw error;
  }
}

function read(bytes: Uint8Array, visitor: FrameVisitor): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== FRAME_POSITIONS) throw new FrameError(`unknown frame type ${view.getUint8(0)}`);
  visitor.frame(view.getFloat64(2, true), (view.getUint8(1) & 1) === 1);
  let at = 10;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = view.getUint8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new FrameError('a count is too long');
  };
  const handle = (): number => {
    const value = view.getUint8(at) | (view.getUint16(at + 1, true) << 8);
    at += 3;
    return value;
  };
  while (at < view.byteLength) {
    const head = view.getUint8(at);
    const kind = head >> 5;
    if (kind > CHUNK_WATCHED) throw new FrameError(`unknown chunk ${kind}`);
    const level = head & 0x1f;
    const tileX = view.getUint16(at + 1, true);
    const tileY = view.getUint16(at + 3, true);
    at += 5;
    const watched = kind === CHUNK_WATCHED;
    visitor.tile(watched ? null : tileKey(level, tileX, tileY), kind === CHUNK_SNAPSHOT);
    const leftCount = varint();
    const namedCount = varint();
    const movedCount = varint();
    for (let index = 0; index < leftCount; index++) visitor.left(handle());
    for (let index = 0; index < namedCount; index++) {
      const named = handle();
      const namedKind = view.getUint8(at);
      if (at + 17 > bytes.length) throw new FrameError('the frame is cut short');
      visitor.named(named, namedKind, uuidAt(bytes, at + 1));
      at += 17;
    }
    // Inside a tile the place is a fraction of 65,536; watched things have the whole 30 bits.
    const scale = watched ? 1 / GRID_SIZE : 1 / 2 ** (level + 16);
    const originX = watched ? 0 : tileX * 65_536;
    const originY = watched ? 0 : tileY * 65_536;
    for (let index = 0; index < movedCount; index++) {
      const moved = handle();
      const x = watched ? view.getUint32(at, true) : originX + view.getUint16(at, true);
      const y = watched ? view.getUint32(at + 4, true) : originY + view.getUint16(at + 2, true);
      at += watched ? 8 : 4;
      const heading = view.getUint8(at);
      const speed = view.getUint8(at + 1);
      const age = view.getUint16(at + 2, true) * 10;
      at += 4;
      visitor.moved(
        moved,
        y * scale * 180 - 90,
        x * scale * 360 - 180,
        heading === 255 ? null : heading * 1.5,
        speed === 255 ? null : speed / 2,
        age,
      );
    }
  }
}

export function tileKey(level: number, x: number, y: number): number {
  return (level * 0x4000 + x) * 0x4000 + y;
}

function uuidAt(bytes: Uint8Array, start: number): string {
  let text = '';
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += HEX[bytes[start + index] as number];
  }
  return text;
}
