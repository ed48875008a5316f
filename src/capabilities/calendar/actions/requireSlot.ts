import type { Queryable } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { calendarErrors } from '../errors.ts';
import { resourceReachable, type Reach } from '../queries/resources.ts';
import { findSlot, type Slot } from '../queries/slots.ts';

/** @throws not_found when there is none within reach */
export async function requireSlot(sql: Queryable, id: string, reach: Reach): Promise<Slot> {
  const slot = await findSlot(sql, id);
  if (!slot || !(await resourceReachable(sql, { kind: slot.resourceKind, id: slot.resourceId }, reach)))
    throw platformErrors.not_found(`There is no slot ${id} that you may see.`);
  return slot;
}

/** @throws not_found; slot_held_elsewhere for one that was not made by hand: it moves and ends with what holds it */
export async function requireOwnSlot(sql: Queryable, id: string, reach: Reach): Promise<Slot> {
  const slot = await requireSlot(sql, id, reach);
  if (slot.module !== 'calendar')
    throw calendarErrors.slot_held_elsewhere(
      `It is held by the ${slot.entity} ${slot.entityId}; change that instead.`,
    );
  return slot;
}
