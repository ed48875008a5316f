import { execFileSync } from 'node:child_process';

export interface Freezer {
  /** Processes that stand still now. */
  readonly frozen: ReadonlySet<number>;
  freeze(pid: number): void;
  thaw(pid: number): void;
  thawAll(): void;
}

/**
 * Holds server processes still. When a lock is freed, PostgreSQL wakes all who wait for the row and lets them race for
 * it; only one of them may run at a time if a seed is to give the same order twice.
 * @param database its name stands in the title of the processes that serve it, so that no other one is ever touched
 */
export function openFreezer(database: string): Freezer {
  const known = new Set<number>();
  const frozen = new Set<number>();
  const check = (pid: number) => {
    if (known.has(pid)) return;
    const title = execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    if (!title.includes(database))
      throw new Error(`Process ${pid} does not serve ${database}: these plays need a server on this machine`);
    known.add(pid);
  };
  return {
    frozen,
    freeze(pid) {
      check(pid);
      process.kill(pid, 'SIGSTOP');
      frozen.add(pid);
    },
    thaw(pid) {
      frozen.delete(pid);
      process.kill(pid, 'SIGCONT');
    },
    thawAll() {
      for (const pid of frozen) this.thaw(pid);
    },
  };
}
