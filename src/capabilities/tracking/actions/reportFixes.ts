import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import type { IngestContext, Outcome } from '../ingest.ts';
import { reachableDevices } from '../queries/devices.ts';
import type { Fix } from '../rules/fix.ts';
import { ingestOf } from '../tracking.ts';

/**
 * Takes fixes that an actor reports. Resolves when they are durable.
 * @throws forbidden when one is of a device that the actor may not report for; then none is taken
 */
export async function reportFixes(
  ctx: IngestContext,
  reporter: { actor: Actor; scope: Scope },
  fixes: readonly Fix[],
): Promise<Outcome> {
  if (reporter.scope !== 'all') {
    const ids = [...new Set(fixes.map((fix) => fix.deviceId))];
    const allowed = await reachableDevices(ctx.db.sql, reporter, ids);
    const foreign = ids.find((id) => allowed !== null && !allowed.has(id));
    if (foreign !== undefined)
      throw platformErrors.forbidden(`You may not report for the device ${foreign}.`);
  }
  return await ingestOf(ctx).report(fixes);
}
