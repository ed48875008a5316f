import { systemActor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { geographyEvents } from '../events.ts';
import { lockDeadRuns, type MapImport, moveImport, takeImport as take } from '../queries/map-imports.ts';

const actor = systemActor('geography.importMap');

/**
 * Makes this run the one that makes the map. Runs whose process died are put back in the queue first, whoever's they
 * are: each has a job that comes again.
 * @returns undefined when another map is being made, or this one is not waiting
 */
export async function takeImport(
  ctx: Context,
  id: string,
): Promise<(MapImport & { runner: string }) | undefined> {
  const runner = newId(ctx);
  try {
    return await ctx.db.transaction(async (tx) => {
      for (const dead of await lockDeadRuns(tx)) await releaseImport(tx, dead, ctx, dead.deaths + 1);
      const one = await take(tx, id, { runner, updatedAt: ctx.clock.now() });
      if (!one) return undefined;
      await tell(tx, geographyEvents.mapImportBegun, one, ctx);
      return { ...one, runner };
    });
  } catch (error) {
    // Another process was faster by a moment.
    if ((error as { constraint_name?: string }).constraint_name === 'map_imports_running') return undefined;
    throw error;
  }
}

/** Puts a run back into the queue: its process died, or is about to stop. */
export async function releaseImport(
  tx: Transaction,
  one: MapImport,
  ctx: Pick<Context, 'clock'>,
  deaths = one.deaths,
): Promise<void> {
  const released = await moveImport(tx, one, {
    state: 'waiting',
    phase: null,
    percent: 0,
    deaths,
    updatedAt: ctx.clock.now(),
  });
  await tell(tx, geographyEvents.mapImportInterrupted, released, ctx);
}

function tell(
  tx: Transaction,
  event: (typeof geographyEvents)[keyof typeof geographyEvents],
  { id, version, name }: MapImport,
  ctx: Pick<Context, 'clock'>,
): Promise<void> {
  const subject = { entity: 'map_import', id };
  return publish(tx, [{ event, subject, sequence: version, actor, payload: { name } }], ctx);
}
