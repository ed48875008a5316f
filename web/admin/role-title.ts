import { t } from './words.ts';

const fromTheProgram = {
  customer: 'Customer',
  driver: 'Driver',
  dispatcher: 'Dispatcher',
  carrier: 'Carrier',
  host: 'Host',
  support: 'Support',
  admin: 'Admin',
} as const;

/** A role in the reader's language, unless somebody has given it a title of their own. */
export function roleTitle(name: string, title?: string): string {
  const known = fromTheProgram[name as keyof typeof fromTheProgram];
  return known && (title === undefined || title === known)
    ? t(`role.${name as keyof typeof fromTheProgram}`)
    : (title ?? name);
}
