import type { Transaction } from '../../../platform/db/database.ts';

export interface NoticeFacts {
  id: string;
  reference: string | null;
  recipientName: string | null;
  street: string | null;
  regionId: string | null;
}

/** What a notice about each of these deliveries says. */
export function noticeFacts(tx: Transaction, ids: readonly string[]): Promise<NoticeFacts[]> {
  return tx<NoticeFacts[]>`
    select id, reference, dropoff ->> 'name' as recipient_name,
      nullif(concat_ws(' ', dropoff ->> 'street', dropoff ->> 'houseNumber'), '') as street, region_id
    from deliveries.deliveries where id = any(${ids as string[]}::uuid[])`;
}
