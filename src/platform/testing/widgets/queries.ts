import type { Queryable, Transaction } from '../../db/database.ts';
import type { LifecycleEntity } from '../../lifecycle/lifecycle.ts';

export interface Widget extends LifecycleEntity {
  name: string;
  driver: string | null;
}

const columns = (sql: Queryable) => sql`id, name, driver, state, version, lifecycle_version, state_since`;

export async function insertWidget(tx: Transaction, widget: Widget): Promise<void> {
  const { id, name, driver, state, version, lifecycleVersion, stateSince } = widget;
  await tx`
    insert into widgets.widgets (id, name, driver, state, version, lifecycle_version, state_since, updated_at)
    values (${id}, ${name}, ${driver}, ${state}, ${version}, ${lifecycleVersion}, ${stateSince}, ${stateSince})`;
}

export async function findWidget(
  sql: Queryable,
  id: string,
  { lock }: { lock: boolean },
): Promise<Widget | undefined> {
  const [row] = await sql<Widget[]>`
    select ${columns(sql)} from widgets.widgets where id = ${id} ${lock ? sql`for update` : sql``}`;
  return row;
}

export async function saveWidget(
  tx: Transaction,
  { id }: Widget,
  next: {
    state: string;
    version: number;
    stateSince: Date;
    updatedAt: Date;
    changes: Record<string, unknown>;
  },
): Promise<Widget> {
  const { state, version, stateSince, updatedAt, changes } = next;
  const [row] = await tx<Widget[]>`
    update widgets.widgets
    set ${tx({ state, version, state_since: stateSince, updated_at: updatedAt, ...changes } as never)}
    where id = ${id} returning ${columns(tx)}`;
  return row!;
}

export async function listWidgetRows(
  sql: Queryable,
  { after, limit }: { after: [string, string] | undefined; limit: number },
): Promise<Widget[]> {
  return sql<Widget[]>`
    select ${columns(sql)} from widgets.widgets
    ${after ? sql`where (name, id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by name, id limit ${limit}`;
}

export function insertEffect(tx: Queryable, kind: string, subject: string, sequence: number | null = null) {
  return tx`insert into widgets.effects (kind, subject, sequence) values (${kind}, ${subject}, ${sequence})`;
}
