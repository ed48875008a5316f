import type postgres from 'postgres';

type Statement = postgres.PendingQuery<any>;

/** A statement that travels with COMMIT. */
export interface LastStatement {
  statement: Statement;
  /** Turns the statement's error into the one that the transaction rejects with. */
  explain: ((error: unknown) => unknown) | undefined;
}

const targets = new WeakMap<object, string>();

/**
 * Says of a plain insert that it may be sent as one statement with inserts into other tables: it reads nothing that
 * they write, and nobody reads what it returns. Each statement costs a message of its own both ways, which on a small
 * machine is more than the row itself.
 * @param table with its schema: `platform.events`
 */
export function plainInsert<T extends Statement>(table: string, statement: T): T {
  targets.set(statement, table);
  return statement;
}

/** Sends them in their order; what may travel as one statement does. */
export function sendLast(sql: postgres.ISql<any>, last: readonly LastStatement[]): Promise<unknown>[] {
  return groupsOf(last).map((group) =>
    explaining((group.length === 1 ? group[0]!.statement : joined(sql, group)).execute(), group),
  );
}

/** Sends all of them as one statement. */
export function sendAsOne(sql: postgres.Sql<any>, last: readonly LastStatement[]): Promise<unknown> {
  const [group, ...others] = groupsOf(last);
  if (others.length > 0 || !group!.every(({ statement }) => targets.has(statement)))
    throw new Error('Only plain inserts into different tables make one statement');
  return explaining(joined(sql, group!).execute(), group!);
}

/** Makes statements to be sent as parts of another; sent by themselves they are refused. */
export function unsent(pool: postgres.Sql<any>): postgres.Sql<any> {
  return new Proxy(pool, {
    apply(target, _self, args) {
      const made: unknown = Reflect.apply(target as never, undefined, args);
      const query = made as { handler?: unknown; reject(error: Error): void };
      if (typeof query.handler === 'function')
        query.handler = () => query.reject(new Error('This work sends nothing before its end'));
      return made;
    },
  });
}

const explaining = (sent: Promise<unknown>, group: readonly LastStatement[]) =>
  group.some(({ explain }) => explain)
    ? sent.catch((error: unknown) => {
        throw explained(error, group);
      })
    : sent;

/** The order of two inserts into one table is kept: they are never in one statement. */
function groupsOf(last: readonly LastStatement[]): LastStatement[][] {
  const groups: LastStatement[][] = [];
  let tables = new Set<string>();
  for (const one of last) {
    const table = targets.get(one.statement);
    const group = groups.at(-1);
    if (group && table !== undefined && tables.size === group.length && !tables.has(table)) group.push(one);
    else {
      groups.push([one]);
      tables = new Set();
    }
    if (table !== undefined) tables.add(table);
  }
  return groups;
}

/** The first is the main one: the server carries it out before the others, so a refusal is told of it. */
function joined(sql: postgres.ISql<any>, group: readonly LastStatement[]): Statement {
  const [first, ...others] = group.map(({ statement }) => statement);
  let head = sql``;
  for (const [index, statement] of others.entries())
    head = sql`${head} ${index === 0 ? sql`with` : sql`,`} ${sql(`beside_${index}`)} as (${statement})`;
  return sql`${head} ${first!}`;
}

/** The database names the table whose constraint refused; what has nothing to say stands beside one that has. */
function explained(error: unknown, group: readonly LastStatement[]): unknown {
  const { schema_name: schema, table_name: table } = error as { schema_name?: string; table_name?: string };
  const speaking = group.filter(({ explain }) => explain);
  const guilty =
    speaking.find(({ statement }) => targets.get(statement) === `${schema}.${table}`) ?? speaking[0];
  return guilty!.explain!(error);
}
