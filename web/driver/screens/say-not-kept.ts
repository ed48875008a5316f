import { isFull, NotPossible } from '../offline/record.ts';
import { t } from '../words.ts';

/** Why a step was not kept on this phone, and what to do. */
export function sayNotKept(error: unknown): string {
  if (error instanceof NotPossible) return t('action.notPossible');
  return t(isFull(error) ? 'help.storage' : 'help.notKept');
}
