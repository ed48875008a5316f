import { type Counters, largestShares, type Taken, type Usage } from './counters.ts';
import type { Quota } from './quota.ts';
import { SLICES, sliceMsOf, SlidingCount } from './sliding-count.ts';

/** Subjects of one quota that are kept; beyond them the longest unused are forgotten. */
const MAX_SUBJECTS = 100_000;

/** Counts of one quota. Subjects unseen for a whole window go with the older half. */
interface Table {
  quota: Quota;
  sliceMs: number;
  young: Map<string, SlidingCount>;
  old: Map<string, SlidingCount>;
  rotateAtMs: number;
}

export interface MemoryCounters extends Counters {
  take(subject: string, quotas: readonly Quota[]): Taken;
  /** Counts a request that was let pass elsewhere. */
  add(subject: string, quotas: readonly Quota[]): void;
  size(): number;
}

/**
 * Counts of this process alone.
 * @param elapsedMs a clock that only runs forward, so that a corrected wall clock neither frees nor locks anyone
 */
export function memoryCounters(elapsedMs: () => number): MemoryCounters {
  const tables = new Map<string, Table>();

  function tableOf(quota: Quota, nowMs: number): Table {
    let table = tables.get(quota.name);
    if (table === undefined) {
      table = { quota, sliceMs: sliceMsOf(quota), young: new Map(), old: new Map(), rotateAtMs: 0 };
      tables.set(quota.name, table);
    }
    if (nowMs >= table.rotateAtMs || table.young.size >= MAX_SUBJECTS) {
      const windowMs = table.sliceMs * (SLICES + 1);
      table.old = nowMs >= table.rotateAtMs + windowMs ? new Map() : table.young;
      table.young = new Map();
      table.rotateAtMs = nowMs + windowMs;
    }
    return table;
  }

  function countOf(table: Table, subject: string, nowMs: number): SlidingCount {
    const slice = Math.floor(nowMs / table.sliceMs);
    let count = table.young.get(subject);
    if (count === undefined) {
      count = table.old.get(subject) ?? new SlidingCount(slice);
      table.old.delete(subject);
      table.young.set(subject, count);
    }
    count.advance(slice);
    return count;
  }

  const backInMs = (count: SlidingCount, { sliceMs }: Table, limit: number, nowMs: number): number =>
    Math.max(0, count.sliceWithFewerThan(Math.min(limit, count.total)) * sliceMs - nowMs);

  function add(subject: string, quotas: readonly Quota[]): void {
    const nowMs = elapsedMs();
    for (const quota of quotas) countOf(tableOf(quota, nowMs), subject, nowMs).add();
  }

  return {
    take(subject, quotas) {
      const nowMs = elapsedMs();
      let allowed = true;
      for (const quota of quotas)
        if (countOf(tableOf(quota, nowMs), subject, nowMs).total >= quota.limit) allowed = false;
      if (allowed) add(subject, quotas);
      const states = quotas.map((quota) => {
        const table = tableOf(quota, nowMs);
        const count = countOf(table, subject, nowMs);
        return { used: count.total, backInMs: backInMs(count, table, quota.limit, nowMs) };
      });
      return { allowed, states };
    },
    add,
    async usage(count) {
      const nowMs = elapsedMs();
      const all: Usage[] = [];
      for (const table of tables.values())
        for (const half of [table.young, table.old])
          for (const [subject, entry] of half) {
            entry.advance(Math.floor(nowMs / table.sliceMs));
            if (entry.total === 0) continue;
            const { name: quota, limit } = table.quota;
            const used = entry.total;
            all.push({ subject, quota, used, limit, backInMs: backInMs(entry, table, limit, nowMs) });
          }
      return largestShares(all, count);
    },
    async lift(subject) {
      let found = false;
      for (const { young, old } of tables.values())
        for (const half of [young, old]) found = half.delete(subject) || found;
      return found;
    },
    size: () => [...tables.values()].reduce((sum, { young, old }) => sum + young.size + old.size, 0),
  };
}
