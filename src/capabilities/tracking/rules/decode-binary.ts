import { type Fix, type Source } from './fix.ts';

/** Bytes of one position in a binary batch; the layout is in docs/reference/live-protocol.md. */
export const RECORD_BYTES = 40;
const UNKNOWN_16 = 0xff_ff;
const UNKNOWN_8 = 0xff;

/** Reads records of 40 bytes. Null when the bytes are no whole number of them, or a kind is unknown. */
export function decodeBinary(bytes: Buffer, source: Source): Fix[] | null {
  if (bytes.length === 0 || bytes.length % RECORD_BYTES !== 0) return null;
  const fixes: Fix[] = [];
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
    const hex = bytes.toString('hex', at, at + 16);
    const speed = bytes.readUInt16LE(at + 32);
    const heading = bytes.readUInt16LE(at + 34);
    const accuracy = bytes.readUInt16LE(at + 36);
    const battery = bytes.readUInt8(at + 38);
    const kind = bytes.readUInt8(at + 39);
    if (kind > 1) return null;
    fixes.push({
      deviceId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
      kind,
      timeMs: Math.round(bytes.readDoubleLE(at + 16)),
      lat: bytes.readInt32LE(at + 24) / 1e7,
      lng: bytes.readInt32LE(at + 28) / 1e7,
      altitudeMeters: null,
      speedMetersPerSecond: speed === UNKNOWN_16 ? null : speed / 100,
      headingDegrees: heading === UNKNOWN_16 ? null : heading / 100,
      accuracyMeters: accuracy === UNKNOWN_16 ? null : accuracy / 10,
      batteryPercent: battery === UNKNOWN_8 ? null : battery,
      source,
    });
  }
  return fixes;
}
