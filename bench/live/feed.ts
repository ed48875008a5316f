import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { decodeBinary, RECORD_BYTES } from '../../src/capabilities/tracking/rules/decode-binary.ts';
import { type Fix, SOURCE } from '../../src/capabilities/tracking/rules/fix.ts';

/** Every side takes its positions through the same door: records of 40 bytes over TCP. Answers the port. */
export async function listenForFeed(take: (fixes: Fix[]) => void): Promise<number> {
  const server = createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = rest.length - (rest.length % RECORD_BYTES);
      if (whole === 0) return;
      const fixes = decodeBinary(rest.subarray(0, whole), SOURCE.api);
      rest = rest.subarray(whole);
      if (fixes !== null) take(fixes);
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export function writeRecord(
  out: Buffer,
  at: number,
  fix: { id: string; timeMs: number; lat: number; lng: number; heading: number },
): void {
  out.write(fix.id.replaceAll('-', ''), at, 'hex');
  out.writeDoubleLE(fix.timeMs, at + 16);
  out.writeInt32LE(Math.round(fix.lat * 1e7), at + 24);
  out.writeInt32LE(Math.round(fix.lng * 1e7), at + 28);
  out.writeUInt16LE(1_400, at + 32);
  out.writeUInt16LE(Math.round(fix.heading * 100) % 36_000, at + 34);
  out.writeUInt16LE(50, at + 36);
  out.writeUInt8(0xff, at + 38);
  out.writeUInt8(0, at + 39);
}

export { RECORD_BYTES };
export type { Socket };
