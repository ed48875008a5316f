import type postgres from 'postgres';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable } from '../../../platform/db/database.ts';

/** Whose devices: how far the permission of whom reaches. */
export interface DeviceScope {
  scope: Scope;
  actor: Pick<Actor, 'partyId' | 'companyIds' | 'regionIds'>;
}

/** A predicate on a device id. */
export function visibleDevices(
  sql: Queryable,
  { scope, actor }: DeviceScope,
  id: postgres.PendingQuery<postgres.Row[]>,
) {
  if (scope === 'all') return sql`true`;
  const own = sql`d.party_id = ${actor.partyId}`;
  const reach =
    scope === 'own'
      ? own
      : scope === 'party'
        ? sql`(${own} or d.company_id = any(${actor.companyIds as string[]}::uuid[]))`
        : sql`(${own} or d.region_id = any(${actor.regionIds as string[]}::uuid[]))`;
  return sql`exists (select from tracking.devices d where d.device_id = ${id} and ${reach})`;
}

/** Those of `deviceIds` that the caller reaches; `null`: all of them. */
export async function reachableDevices(
  sql: Queryable,
  scope: DeviceScope,
  deviceIds: readonly string[],
): Promise<Set<string> | null> {
  if (scope.scope === 'all') return null;
  const rows = await sql<{ deviceId: string }[]>`
    select d0.device_id from tracking.devices d0
    where d0.device_id = any(${deviceIds as string[]}::uuid[]) and ${visibleDevices(sql, scope, sql`d0.device_id`)}`;
  return new Set(rows.map((row) => row.deviceId));
}

/** Everything that the caller reaches, for a map that shows no more than that. */
export async function allReachableDevices(sql: Queryable, scope: DeviceScope): Promise<Set<string>> {
  const rows = await sql<{ deviceId: string }[]>`
    select d0.device_id from tracking.devices d0 where ${visibleDevices(sql, scope, sql`d0.device_id`)}`;
  return new Set(rows.map((row) => row.deviceId));
}

export interface DeviceOwner {
  deviceId: string;
  kind: number;
  name: string;
  partyId: string | null;
  companyId: string | null;
  regionId: string | null;
}

/** Creates the device or changes for whom it is; phone and secret stay. */
export async function putDevice(sql: Queryable, device: DeviceOwner): Promise<void> {
  await sql`
    insert into tracking.devices (device_id, kind, name, party_id, company_id, region_id)
    values (${device.deviceId}, ${device.kind}, ${device.name}, ${device.partyId}, ${device.companyId}, ${device.regionId})
    on conflict (device_id) do update set kind = excluded.kind, name = excluded.name, party_id = excluded.party_id,
      company_id = excluded.company_id, region_id = excluded.region_id`;
}

export interface Device extends DeviceOwner {
  phoneId: string | null;
  createdAt: Date;
}

/** Devices by id, from after `after`. */
export async function listDevices(
  sql: Queryable,
  filter: { after?: string | undefined; limit: number; deviceId?: string },
): Promise<Device[]> {
  return await sql<Device[]>`
    select device_id, kind, name, party_id, company_id, region_id, phone_id, created_at from tracking.devices
    where true ${filter.after ? sql`and device_id > ${filter.after}` : sql``}
      ${filter.deviceId ? sql`and device_id = ${filter.deviceId}` : sql``}
    order by device_id limit ${filter.limit}`;
}

/** Gives the device a phone with a new secret; the old secret ends at once. False when there is no such device. */
export async function setPhone(
  sql: Queryable,
  phone: { deviceId: string; phoneId: string; secretHash: Buffer },
): Promise<boolean> {
  const rows = await sql`
    update tracking.devices set phone_id = ${phone.phoneId}, secret_hash = ${phone.secretHash}
    where device_id = ${phone.deviceId} returning device_id`;
  return rows.length === 1;
}

/** The device that a phone reports for, when its secret is right. */
export async function findPhone(
  sql: Queryable,
  phone: { phoneId: string; secretHash: Buffer },
): Promise<{ deviceId: string; kind: number } | undefined> {
  const [row] = await sql<{ deviceId: string; kind: number }[]>`
    select device_id, kind from tracking.devices
    where phone_id = ${phone.phoneId} and secret_hash = ${phone.secretHash}`;
  return row;
}

export async function deleteDevice(sql: Queryable, deviceId: string): Promise<boolean> {
  const rows = await sql`delete from tracking.devices where device_id = ${deviceId} returning device_id`;
  return rows.length === 1;
}
