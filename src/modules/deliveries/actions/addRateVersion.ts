import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesEvents } from '../events.ts';
import { findRate, insertRate, lockZone, type Rate } from '../queries/pricing.ts';
import type { RateTerms } from '../rules/price.ts';

/**
 * Adds a rate, or the next version of one. Older versions stay for the quotes that were made with them.
 * @throws not_found, invalid_request, precondition_failed when someone else added a version meanwhile
 */
export async function addRateVersion(
  tx: Transaction,
  {
    id,
    ifVersion,
    ...fields
  }: {
    id?: string;
    ifVersion?: number | undefined;
    name: string;
    zoneId?: string | null | undefined;
    terms: RateTerms;
  },
  actor: Actor,
  ports: Ports,
): Promise<Rate> {
  const before = id ? await findRate(tx, id) : undefined;
  if (id && !before) throw platformErrors.not_found(`There is no rate ${id}.`);
  const changedMeanwhile = () =>
    platformErrors.precondition_failed('Someone added a version meanwhile. Read it again, then decide.');
  if (ifVersion !== undefined && ifVersion !== before?.version) throw changedMeanwhile();
  if (fields.zoneId && !(await lockZone(tx, fields.zoneId)))
    throw platformErrors.invalid_request('zoneId is not a zone.', {
      errors: [{ field: 'zoneId', reason: 'is not a zone' }],
    });
  const row: Rate = {
    id: id ?? newId(ports),
    version: (before?.version ?? 0) + 1,
    name: fields.name,
    zoneId: fields.zoneId ?? null,
    terms: fields.terms,
    createdBy: actor.id,
    createdAt: ports.clock.now(),
  };
  if (!(await insertRate(tx, row))) throw changedMeanwhile();
  const event = {
    event: deliveriesEvents.rateVersionAdded,
    subject: { entity: 'delivery_rate', id: row.id },
    sequence: row.version,
    actor,
    payload: { name: row.name, zoneId: row.zoneId },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return row;
}
