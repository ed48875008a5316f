import type { Context } from '../../../platform/context.ts';
import { trackingConfig } from '../config.ts';
import { deleteSetAside, dropDay, readDays, thinDay } from '../queries/days.ts';

const DAY_MS = 86_400_000;

/** Each day is done by itself: a run that is cut short goes on where it was. */
export async function retireDays(
  ctx: Pick<Context, 'db' | 'clock' | 'config'>,
  signal?: AbortSignal,
): Promise<{ thinned: number; dropped: number }> {
  const settings = ctx.config.get(trackingConfig);
  const dayBefore = (days: number) => new Date(ctx.clock.nowMs() - days * DAY_MS).toISOString().slice(0, 10);
  const [dropBefore, thinBefore] = [dayBefore(settings.dropAfterDays), dayBefore(settings.thinAfterDays)];
  const result = { thinned: 0, dropped: 0 };
  for (const one of await readDays(ctx.db.sql)) {
    if (signal?.aborted) break;
    if (one.day < dropBefore || !one.attached) {
      await dropDay(ctx.db.sql, one);
      result.dropped++;
    } else if (one.day < thinBefore && !one.thinned) {
      await thinDay(ctx.db.sql, one.day, settings.thinToSeconds);
      result.thinned++;
    }
  }
  await deleteSetAside(ctx.db.sql, new Date(ctx.clock.nowMs() - settings.setAsideDays * DAY_MS));
  return result;
}
