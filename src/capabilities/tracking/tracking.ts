import type { Context } from '../../platform/context.ts';
import { positionBusOf } from '../../platform/realtime/api.ts';
import { Ingest } from './ingest.ts';

const running = new WeakMap<Context['db'], Ingest>();

/** The one ingest of this running instance: all doors share its group commit. */
export function ingestOf(ctx: Pick<Context, 'db' | 'clock' | 'config'>): Ingest {
  let ingest = running.get(ctx.db);
  if (ingest === undefined) {
    const bus = positionBusOf(ctx);
    ingest = new Ingest(ctx, (updates) => bus.publish(updates));
    running.set(ctx.db, ingest);
  }
  return ingest;
}
