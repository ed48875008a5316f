import { t } from '../app/words.ts';

const named = ['dispatcher', 'driver', 'admin'] as const;

/** In the reader's language; an own role has the name that its maker gave it. */
export function sayRole(role: string): string {
  const known = named.find((name) => name === role);
  return known ? t(`enter.${known}`) : role;
}
