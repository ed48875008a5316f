import { copyFileSync, statSync, truncateSync } from 'node:fs';

const limitBytes = 10 * 1024 * 1024;
const checkEveryMs = 30_000;

/** Keeps the server's log under about 20 MB: when full it is copied to `.1` and cut, which a writer in append mode allows. */
export function limitLogFile(path: string): { stop(): void } {
  const timer = setInterval(() => cutLogFile(path, limitBytes), checkEveryMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

export function cutLogFile(path: string, atBytes: number): boolean {
  try {
    if (statSync(path).size < atBytes) return false;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    return true;
  } catch {
    // On a full disk the copy fails; the log itself is what fills it, so it is cut all the same.
    try {
      truncateSync(path);
      return true;
    } catch {
      return false;
    }
  }
}
