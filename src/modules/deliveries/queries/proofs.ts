import type { z } from 'zod';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { proof } from '../schema.ts';

type Shown = z.output<typeof proof>;

/** One row of deliveries.proofs. */
export interface Proof extends Omit<Shown, 'deviceTime' | 'serverTime'> {
  deviceTime: Date | null;
  serverTime: Date;
}

const columns = (sql: Queryable) =>
  sql`id, delivery_id, try, kind, upload_id, text, lat, lng, driver_id, device_time, server_time`;

/** False when the device sent the same proof before. */
export async function insertProof(tx: Transaction, row: Proof): Promise<boolean> {
  const rows =
    await tx`insert into deliveries.proofs ${tx(row as never)} on conflict (id) do nothing returning id`;
  return rows.length > 0;
}

export async function findProof(sql: Queryable, id: string): Promise<Proof | undefined> {
  const [row] = await sql<Proof[]>`select ${columns(sql)} from deliveries.proofs where id = ${id}`;
  return row;
}

/** In the order in which they arrived; a delivery has few. */
export function listProofs(sql: Queryable, deliveryId: string): Promise<Proof[]> {
  return sql<Proof[]>`
    select ${columns(sql)} from deliveries.proofs where delivery_id = ${deliveryId}
    order by server_time, id limit 200`;
}

export async function kindsOfTry(sql: Queryable, deliveryId: string, tryNumber: number): Promise<string[]> {
  const rows = await sql<{ kind: string }[]>`
    select distinct kind from deliveries.proofs where delivery_id = ${deliveryId} and try = ${tryNumber}`;
  return rows.map(({ kind }) => kind);
}
