import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface Notice {
  id: string;
  kind: string;
  entity: string;
  entityId: string;
  title: string;
  detail: string | null;
  givenAt: Date;
  read: boolean;
}

export interface NoticeRow extends Omit<Notice, 'read'> {
  partyId: string | null;
  regionId: string | null;
  causedBy: string;
}

export interface Reader {
  actor: Actor;
  scope: Scope;
}

/** Any number of them: an array for each column, so that no count of rows comes to the end of the parameters. */
export async function insertNotices(tx: Transaction, rows: readonly NoticeRow[]): Promise<void> {
  const column = <Key extends keyof NoticeRow>(key: Key): NoticeRow[Key][] => rows.map((row) => row[key]);
  await tx`
    insert into notifications.notices (
      id, kind, entity, entity_id, title, detail, party_id, region_id, caused_by, given_at)
    select id, kind, entity, entity_id, title, detail, party_id, region_id, caused_by, given_at
    from unnest(${column('id')}::uuid[], ${column('kind')}::text[], ${column('entity')}::text[],
      ${column('entityId')}::uuid[], ${column('title')}::text[], ${column('detail') as string[]}::text[],
      ${column('partyId') as string[]}::uuid[], ${column('regionId') as string[]}::uuid[],
      ${column('causedBy')}::text[], ${rows.map(({ givenAt }) => givenAt.toISOString())}::timestamptz[])
      as n (id, kind, entity, entity_id, title, detail, party_id, region_id, caused_by, given_at)`;
}

/** Which notices for the office somebody is told of. */
function ofOffice(sql: Queryable, { actor, scope }: Reader) {
  if (scope === 'all') return sql`true`;
  return scope === 'region' ? sql`region_id = any(${actor.regionIds as string[]}::uuid[])` : sql`false`;
}

/** Newest first; two ordered reads, so that neither kind makes the other one slow. */
export function listNotices(
  sql: Queryable,
  reader: Reader,
  { beforeId, unread, limit }: { beforeId: string | undefined; unread: boolean; limit: number },
): Promise<Notice[]> {
  const { partyId, id: causer } = reader.actor;
  const one = (whose: ReturnType<typeof ofOffice>) => sql`
    (select n.id, n.kind, n.entity, n.entity_id, n.title, n.detail, n.given_at,
       coalesce(n.id <= r.read_up_to, false) or m.notice_id is not null as read
     from notifications.notices n
     left join notifications.readers r on r.party_id = ${partyId}::uuid
     left join notifications.reads m on m.party_id = ${partyId}::uuid and m.notice_id = n.id
     where ${whose} and n.caused_by <> ${causer}
       ${beforeId ? sql`and n.id < ${beforeId}::uuid` : sql``}
       ${unread ? sql`and m.notice_id is null and (r.read_up_to is null or n.id > r.read_up_to)` : sql``}
     order by n.id desc limit ${limit})`;
  return sql<Notice[]>`
    ${one(sql`n.party_id = ${partyId}::uuid`)}
    union all
    ${one(sql`n.party_id is null and ${ofOffice(sql, reader)}`)}
    order by id desc limit ${limit}`;
}

/** The one notice, when the reader may see it. */
export async function findNotice(
  tx: Transaction,
  id: string,
  reader: Reader,
): Promise<{ id: string } | undefined> {
  const [row] = await tx<{ id: string }[]>`
    select id from notifications.notices
    where id = ${id} and (party_id = ${reader.actor.partyId}::uuid
      or (party_id is null and ${ofOffice(tx, reader)}))`;
  return row;
}

export async function deleteNoticesBefore(tx: Transaction, time: Date): Promise<void> {
  await tx`delete from notifications.notices where given_at < ${time}`;
}
