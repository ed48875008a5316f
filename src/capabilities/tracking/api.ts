import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { type DeviceOwner, putDevice } from './queries/devices.ts';
import { type LastPosition, readLastPositions } from './queries/last-positions.ts';
import { readTrack, type TrackPoint } from './queries/tracks.ts';
import { KIND, type Kind } from './rules/fix.ts';

export { rightsEvents } from './events.ts';
export { viewportScope, receivers, binaryReceivers } from './channels.ts';
export type { LastPosition } from './queries/last-positions.ts';
export type { TrackPoint } from './queries/tracks.ts';
export { findStops, lengthMeters, thinPlaces } from './rules/track.ts';

/** Where a vehicle or driver was last, or undefined when it never reported. */
export async function lastPosition(sql: Queryable, deviceId: string): Promise<LastPosition | undefined> {
  return (await readLastPositions(sql, [deviceId]))[0];
}

/** The last position of each that ever reported, by device id. */
export async function lastPositions(
  sql: Queryable,
  deviceIds: readonly string[],
): Promise<Map<string, LastPosition>> {
  const rows = await readLastPositions(sql, deviceIds);
  return new Map(rows.map((row) => [row.deviceId, row]));
}

/** Fixes of one device in [from, to), by the device's own time; at most `limit`, default 10,000. */
export async function track(
  sql: Queryable,
  { deviceId, from, to, limit = 10_000 }: { deviceId: string; from: Date; to: Date; limit?: number },
): Promise<TrackPoint[]> {
  return await readTrack(sql, { deviceId, from, to, limit });
}

/**
 * Says for whom a vehicle or driver is: who of them may report for it and see it beyond those who see all.
 * Call it in the transaction that creates or changes the vehicle or driver.
 */
export async function registerDevice(
  tx: Transaction,
  device: Omit<DeviceOwner, 'kind'> & { kind: Kind },
): Promise<void> {
  await putDevice(tx, { ...device, kind: KIND[device.kind] });
}
