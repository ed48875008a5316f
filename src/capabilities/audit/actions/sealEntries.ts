import type { Context } from '../../../platform/context.ts';
import { latestCheckpoint } from '../queries/checkpoints.ts';
import { chainEnd, entriesToLink, insertLinks, lockChain, type ChainEnd } from '../queries/links.ts';
import { dayOf, genesis, linkHash } from '../rules/chain.ts';

const batchSize = 2000;
const noEntry = '00000000-0000-0000-0000-000000000000';

/**
 * Adds a link to the chain for each entry that has none, in the order of their commits. May be stopped anywhere and run
 * by several processes at once.
 * @returns how many links were added
 */
export async function sealEntries(ctx: Pick<Context, 'db'>, signal?: AbortSignal): Promise<number> {
  let sealed = 0;
  for (;;) {
    const added = await sealBatch(ctx);
    sealed += added;
    if (added < batchSize || signal?.aborted) return sealed;
  }
}

const sealBatch = ({ db }: Pick<Context, 'db'>): Promise<number> =>
  db.transaction(async (tx) => {
    await lockChain(tx);
    const end = (await chainEnd(tx)) ?? (await startOfChain(tx));
    let { position, day, hash } = end;
    const entries = await entriesToLink(tx, end, batchSize);
    if (entries.length === 0) return 0;
    const links = entries.map((entry) => {
      position++;
      day = dayOf(entry.occurredAtMicros, day);
      const link = { ...entry, position, day };
      hash = linkHash(hash, link);
      return { ...link, hash };
    });
    await insertLinks(tx, links);
    return links.length;
  });

/** Nothing is there yet, or all that was there has been let go. */
async function startOfChain(tx: Parameters<typeof chainEnd>[0]): Promise<ChainEnd> {
  const dropped = await latestCheckpoint(tx, 'dropped');
  return {
    position: dropped?.position ?? 0,
    day: dropped?.day ?? '0001-01-01',
    hash: dropped ? Buffer.from(dropped.hash) : genesis,
    transactionId: '0',
    entryId: noEntry,
  };
}
