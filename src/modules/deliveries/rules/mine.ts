import type { Actor } from '../../../platform/auth/actor.ts';
import { deliveriesErrors } from '../errors.ts';

/** A driver acts only on what they hold; the office may act for any driver. */
export function mine({ entity, actor }: { entity: { driverId: string | null }; actor: Actor }): void {
  if (!actor.roles.includes('driver') || actor.roles.includes('dispatcher') || actor.roles.includes('admin'))
    return;
  if (entity.driverId !== actor.partyId)
    throw deliveriesErrors.not_your_delivery('It was given to another driver meanwhile.');
}
