import type { Actor } from '../../../platform/auth/actor.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';

/** Reading is remembered for a person; a key reads in the name of the one who made it. */
export function readerOf({ partyId }: Actor): string {
  if (!partyId) throw platformErrors.forbidden('Only a person reads notices.');
  return partyId;
}
