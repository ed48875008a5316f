import type { Queryable } from '../../../platform/db/database.ts';

export async function isKnownDevice(sql: Queryable, tokenHash: Buffer, mailHash: Buffer): Promise<boolean> {
  const rows = await sql`
    select token_hash from accounts.known_devices
    where token_hash = ${tokenHash} and mail_hash = ${mailHash}`;
  return rows.length > 0;
}

export const rememberDevice = (sql: Queryable, tokenHash: Buffer, mailHash: Buffer, now: Date) => sql`
  insert into accounts.known_devices (token_hash, mail_hash, first_login_at, last_login_at)
  values (${tokenHash}, ${mailHash}, ${now}, ${now})
  on conflict (token_hash, mail_hash) do update set last_login_at = excluded.last_login_at`;

/** After a reset of the password: whoever held a device may have known the old one. */
export const forgetDevicesOf = (sql: Queryable, mailHash: Buffer) => sql`
  delete from accounts.known_devices where mail_hash = ${mailHash}`;
