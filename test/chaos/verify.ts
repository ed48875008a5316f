import type postgres from 'postgres';
import type { Intent } from './clients.ts';

export interface Findings {
  orders: number;
  lost: string[];
  duplicates: string[];
  /** Entities whose history has a gap, and counts that disagree with the rows. */
  broken: string[];
}

/** Compares what the clients were told with what the database holds. */
export async function verify(sql: postgres.Sql, intents: readonly Intent[]): Promise<Findings> {
  const rows = await sql<{ id: string; reference: string; state: string; notes: string | null }[]>`
    select id, reference, state, notes from deliveries.deliveries where reference like 'chaos-%'`;
  const byReference = Map.groupBy(rows, ({ reference }) => reference);
  const lost: string[] = [];
  const duplicates: string[] = [];
  for (const { reference, id, cancelAcknowledged, noteAcknowledged } of intents) {
    const found = byReference.get(reference) ?? [];
    if (found.length > 1) duplicates.push(`${reference} is there ${found.length} times`);
    if (id === undefined) continue;
    const row = found.find((one) => one.id === id);
    if (!row) lost.push(`the order ${reference}`);
    else if (cancelAcknowledged && row.state !== 'cancelled') lost.push(`the cancellation of ${reference}`);
    else if (noteAcknowledged !== undefined && row.notes !== noteAcknowledged)
      lost.push(`the note on ${reference}`);
  }
  return { orders: rows.length, lost, duplicates, broken: await verifyHistory(sql) };
}

async function verifyHistory(sql: postgres.Sql): Promise<string[]> {
  const gaps = await sql<{ id: string; version: number; events: number; last: number }[]>`
    select d.id, d.version, count(e.sequence)::int as events, max(e.sequence) as last
    from deliveries.deliveries d left join platform.events e on e.entity = 'delivery' and e.entity_id = d.id
    group by d.id having count(e.sequence) <> d.version or max(e.sequence) <> d.version limit 10`;
  const counts = await sql<{ state: string; counted: number; there: number }[]>`
    select d.state, coalesce(c.present, 0)::int as counted, count(*)::int as there
    from deliveries.deliveries d left join deliveries.state_counts c using (state) group by d.state, c.present
    having coalesce(c.present, 0) <> count(*)`;
  return [
    ...gaps.map(({ id, version, events }) => `${id} has version ${version} and ${events} events`),
    ...counts.map(({ state, counted, there }) => `${counted} counted in ${state}, but ${there} are there`),
  ];
}

/** Resolves when every subscriber has handled what there is. */
export async function untilDrained(sql: postgres.Sql, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const [row] = await sql<{ behind: number }[]>`
      select count(*)::int as behind from platform.subscribers s
      where (s.transaction_id, s.event_id) <
        (select transaction_id, id from platform.events order by transaction_id desc, id desc limit 1)`;
    if (row!.behind === 0) return;
    if (performance.now() > deadline) throw new Error(`${row!.behind} subscribers are still behind`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
