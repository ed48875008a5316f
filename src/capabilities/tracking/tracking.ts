import type { Context } from '../../platform/context.ts';
import { positionBusOf } from '../../platform/realtime/api.ts';
import { Ingest, type IngestContext } from './ingest.ts';

const running = new WeakMap<Context['db'], Ingest>();

/** The one ingest of this running instance: all doors share its group commit. */
export function ingestOf(ctx: IngestContext): Ingest {
  let ingest = running.get(ctx.db);
  if (ingest === undefined) {
    const bus = positionBusOf(ctx);
    const made = new Ingest(ctx, (updates) => bus.publish(updates));
    bus.onRemote((updates) => made.forget(updates.map((update) => update.id)));
    running.set(ctx.db, made);
    ingest = made;
  }
  return ingest;
}
