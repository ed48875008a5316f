import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { partiesOf } from '../queries/scope.ts';

/**
 * For whom the actor orders: whom they name, themselves otherwise. An office of a region orders for anyone.
 * @throws invalid_request, forbidden
 */
export function customerOf(order: { customerId?: string | undefined }, actor: Actor, scope: Scope): string {
  const customerId = order.customerId ?? actor.partyId;
  if (!customerId)
    throw platformErrors.invalid_request('customerId is missing.', {
      errors: [{ field: 'customerId', reason: 'is missing; your token has no party of its own' }],
    });
  const mine = scope === 'own' ? [actor.partyId] : partiesOf(actor);
  if (scope !== 'all' && scope !== 'region' && !mine.includes(customerId))
    throw platformErrors.forbidden('You may order only for yourself and your companies.', {
      errors: [{ field: 'customerId', reason: 'is a party that you do not act for' }],
    });
  return customerId;
}
