import { scopeOf, type Actor } from '../../../platform/auth/actor.ts';
import { deliveriesErrors } from '../errors.ts';

/** Who drives their own alone acts only on what they hold; the office may act for any driver. */
export function mine({ entity, actor }: { entity: { driverId: string | null }; actor: Actor }): void {
  if (scopeOf(actor, 'delivery:drive') === 'own' && entity.driverId !== actor.partyId)
    throw deliveriesErrors.not_your_delivery('It was given to another driver meanwhile.');
}
