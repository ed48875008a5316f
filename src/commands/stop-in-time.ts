import { setTimeout as sleep } from 'node:timers/promises';

/** Jobs get 10 s to end and requests their statement's time; service managers kill after 30 s or more. */
const patienceMs = 25_000;

/**
 * Waits for `stopping`, but not for ever: what hangs must not keep a process that was asked to go.
 * @returns whether it ended in time; when it did not, the log says so
 */
export async function stopInTime(
  stopping: Promise<unknown>,
  log: { error(details: object, message: string): void },
  patience = patienceMs,
): Promise<boolean> {
  const ended = new AbortController();
  const late = sleep(patience, false, { signal: ended.signal }).catch(() => true);
  try {
    const inTime = await Promise.race([stopping.then(() => true), late]);
    if (!inTime) log.error({ patienceMs: patience }, 'Something did not stop in time and is ended now');
    return inTime;
  } finally {
    ended.abort();
  }
}
