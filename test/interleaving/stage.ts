import { EventEmitter, once } from 'node:events';
import postgres from 'postgres';
import type { Context } from '../../src/platform/context.ts';
import { openDatabase } from '../../src/platform/db/database.ts';
import { manualClock, type ManualClock } from '../../src/platform/ports/clock.ts';
import { widgetContext } from '../../src/platform/testing/widgets/module.ts';
import { openFreezer, type Freezer } from './freezer.ts';
import { openGate, type Gate, type GatedConnection } from './gate.ts';

/** One of the tasks that run against each other: a context of its own with one connection, behind a gate. */
export interface Seat {
  name: string;
  ctx: Context;
  /** The database by way of the gate, for code that opens connections by itself. */
  url: string;
  gate: Gate;
}

/** A database with its seats; lasts for many runs. */
export interface Stage {
  /** Past the gates: to prepare and to check. */
  sql: postgres.Sql;
  seats: readonly Seat[];
  clock: ManualClock;
  changed: EventEmitter;
  freezer: Freezer;
  /** Of those connections, the ones that wait for a lock of another session. */
  blockedOf(connections: readonly GatedConnection[]): Promise<Set<number>>;
  /** Resolves when the server has ended that session and freed its locks. */
  gone(pid: number): Promise<void>;
  /** Resolves at the next change, or after the time. */
  change(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(url: string, seatCount: number): Promise<Stage> {
  const sql = postgres(url, {
    max: 2,
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel } },
  });
  const changed = new EventEmitter();
  const clock = manualClock(new Date('2026-01-01T08:00:00Z'));
  const seats: Seat[] = [];
  for (const name of ['A', 'B', 'C', 'D'].slice(0, seatCount)) {
    const gate = await openGate(url, changed);
    const db = openDatabase({
      target: gate.url,
      poolSize: 1,
      statementTimeoutSeconds: 30,
      idleInTransactionTimeoutSeconds: 0,
      connectTimeoutSeconds: 5,
      applicationName: `seat ${name}`,
      random: () => 0,
    });
    seats.push({ name, gate, url: gate.url, ctx: widgetContext({ db, clock }) });
  }
  return {
    sql,
    seats,
    clock,
    changed,
    freezer: openFreezer(new URL(url).pathname.slice(1)),
    async blockedOf(connections) {
      const pids = connections.map((connection) => connection.pid());
      const rows = await sql<{ pid: number }[]>`
        select pid from unnest(${pids}::int[]) as pid where cardinality(pg_blocking_pids(pid)) > 0`;
      return new Set(rows.map(({ pid }) => pid));
    },
    async gone(pid) {
      for (;;) {
        const rows = await sql`select 1 from pg_stat_activity where pid = ${pid}`;
        if (rows.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    async change(milliseconds) {
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), milliseconds);
      await once(changed, 'change', { signal: patience.signal }).catch(() => {});
      clearTimeout(timer);
    },
    async close() {
      for (const { ctx, gate } of seats) {
        await ctx.db.close();
        gate.close();
      }
      await sql.end();
    },
  };
}
