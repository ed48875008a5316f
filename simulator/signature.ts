import { crc32, deflateSync } from 'node:zlib';
import type { Random } from './random.ts';

const width = 160;
const height = 60;

/** A scribble, as a PNG of a few hundred bytes. */
export function signaturePng(random: Random): Uint8Array {
  // One bit for each pixel, each row behind its filter byte; 1 is white.
  const rowBytes = width / 8 + 1;
  const pixels = Buffer.alloc(rowBytes * height, 0xff);
  for (let y = 0; y < height; y++) pixels[y * rowBytes] = 0;
  const [a, b, c] = [random.between(2, 5), random.between(5, 9), random.between(0, 6)];
  for (let t = 0; t < 1; t += 0.0005) {
    const x = Math.round(12 + t * (width - 24) + 6 * Math.sin(b * t * 6 + c));
    const y = Math.round(height / 2 + 18 * Math.sin(a * t * 6 + c) * (1 - 0.6 * t));
    const at = y * rowBytes + 1 + (x >> 3);
    pixels[at] = (pixels[at] ?? 0) & ~(0x80 >> (x & 7));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
