/** A part of the app that this server does not have any more: a newer one took its place. Reading the page again helps. */
export class PartIsGone extends Error {
  override name = 'PartIsGone';
}

const AGAIN_MILLIS = 1500;
const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Fetches a part of the app when it is first needed. While nobody answers it waits: reading the page again then would
 * leave nothing on the screen at all.
 *
 * @throws PartIsGone when the server answers and has no such part
 */
export async function part<T>(get: () => Promise<T>): Promise<T> {
  try {
    return await get();
  } catch {
    while (!(await serverAnswers())) await pause(AGAIN_MILLIS);
    try {
      return await get();
    } catch (error) {
      throw new PartIsGone('This part is not there any more', { cause: error });
    }
  }
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

const readAgainKey = 'caravan.readAgain';
const AT_MOST_EVERY_MILLIS = 20_000;

/** Reads the page again for its new parts; false when that was done a moment ago and did not help. */
export function readPageAgain(): boolean {
  const last = Number(sessionStorage.getItem(readAgainKey) ?? 0);
  if (Date.now() - last < AT_MOST_EVERY_MILLIS) return false;
  sessionStorage.setItem(readAgainKey, String(Date.now()));
  location.reload();
  return true;
}
