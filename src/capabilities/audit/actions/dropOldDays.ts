import type { Context } from '../../../platform/context.ts';
import { auditConfig } from '../config.ts';
import { latestCheckpoint } from '../queries/checkpoints.ts';
import { dropLinks, endBefore } from '../queries/links.ts';
import { signEnd } from './signCheckpoint.ts';

const dayMs = 86_400_000;
const batchSize = 5000;

/**
 * Lets go of whole days that are older than the retention. A signed checkpoint says so first; the chain that stays is
 * verified from there on.
 * @returns how many entries were let go
 */
export async function dropOldDays(
  ctx: Pick<Context, 'db' | 'secrets' | 'clock' | 'config'>,
  signal?: AbortSignal,
): Promise<number> {
  const { retentionDays } = ctx.config.get(auditConfig);
  if (retentionDays === 0) return 0;
  const firstKept = new Date(ctx.clock.nowMs() - retentionDays * dayMs).toISOString().slice(0, 10);
  const end = await endBefore(ctx.db.sql, firstKept);
  if (!end) return 0;
  const said = await latestCheckpoint(ctx.db.sql, 'dropped');
  if ((said?.position ?? 0) < end.position) await signEnd(ctx, 'dropped', end);
  let dropped = 0;
  while (!signal?.aborted) {
    const count = await dropLinks(ctx.db.sql, end.position, batchSize);
    dropped += count;
    if (count < batchSize) break;
  }
  return dropped;
}
