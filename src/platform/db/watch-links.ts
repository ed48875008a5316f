import pg from 'pg';
import type { Link } from './link.ts';

/** Silence after which a link is looked at, and the longest wait for the server to speak of it. */
const silenceMs = 3000;
const probeMs = 4000;
const graceMs = 500;
/** The server says that these sessions wait for us, while we wait for them. */
const waitingForUs = new Set(['idle', 'idle in transaction', 'idle in transaction (aborted)']);

/**
 * Finds half-open links: the other end is gone, or the network between, and nobody said so. A link that has been
 * silent for long is looked up on a new connection: when the server does not answer there either, or knows nothing
 * of a running statement, the link is cut, so that its statement fails and the pool gets a new one.
 * @param target options of pg for a new connection to the same place
 * @returns stops watching
 */
export function watchLinks(
  all: ReadonlySet<Link>,
  target: () => pg.ClientConfig,
  onCut: (links: number, reason: string) => void,
): () => void {
  let looking = false;
  const timer = setInterval(() => {
    const oldest = performance.now() - silenceMs;
    const suspects = [...all].filter(({ waitingSinceMs = Infinity }) => waitingSinceMs < oldest);
    if (looking || suspects.length === 0) return;
    looking = true;
    void examine(suspects, target, onCut).finally(() => {
      looking = false;
    });
  }, 1000);
  timer.unref();
  return () => clearInterval(timer);
}

async function examine(
  suspects: readonly Link[],
  target: () => pg.ClientConfig,
  onCut: (links: number, reason: string) => void,
): Promise<void> {
  const before = suspects.map((link) => link.waitingSinceMs);
  const known = await sessionsOf(suspects, target);
  if (known === 'unknown') return;
  // An answer may be on its way, or wait in our own buffers after this process was stopped for a while.
  await new Promise((resolve) => setTimeout(resolve, graceMs));
  const dead = suspects.filter(({ pid, waitingSinceMs }, index) => {
    if (waitingSinceMs === undefined || waitingSinceMs !== before[index]) return false;
    if (known === 'silent') return true;
    if (pid === undefined) return false;
    const state = known.get(pid);
    return state === undefined || waitingForUs.has(state);
  });
  if (dead.length === 0) return;
  onCut(dead.length, known === 'silent' ? 'the server does not answer' : 'the server knows of no statement');
  const error = Object.assign(new Error('The link to the database was dead'), { code: 'ETIMEDOUT' });
  for (const { socket } of dead) socket.destroy(error);
}

/** States of the sessions as the server sees them; `unknown` when they cannot be told from here. */
async function sessionsOf(
  suspects: readonly Link[],
  target: () => pg.ClientConfig,
): Promise<Map<number, string> | 'silent' | 'unknown'> {
  const client = new pg.Client({ ...target(), connectionTimeoutMillis: probeMs, query_timeout: probeMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; state: string; self: number }>(
      'select pid, state, pg_backend_pid() as self from pg_stat_activity where pid = any($1)',
      [[...suspects.flatMap(({ pid }) => pid ?? []), (client as unknown as { processID: number }).processID]],
    );
    const self = rows.find(({ pid, self: own }) => pid === own);
    // Through a pooler such as PgBouncer the numbers are not the server's.
    return self ? new Map(rows.map(({ pid, state }) => [pid, state])) : 'unknown';
  } catch (error) {
    // A server that refuses speaks, and closed its other links itself if it had to.
    const { code, message } = error as { code?: string; message: string };
    if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'silent';
    return /timeout/i.test(message) ? 'silent' : 'unknown';
  } finally {
    // A half-open connection would never end politely.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
