import type { Schema } from '../../app/api.ts';
import type en from '../../words/rights/en.ts';
import { t } from './words.ts';

export type Scope = 'own' | 'party' | 'region' | 'all';
export type Permission = Schema<'Permission'>;

type GroupName = Extract<keyof typeof en, `group.${string}`> extends `group.${infer Name}` ? Name : never;

/** What stands before the colon of a permission, by what people would look for it under. */
const groups: Readonly<Record<Exclude<GroupName, 'other'>, readonly string[]>> = {
  deliveries: ['delivery', 'upload'],
  drivers: ['driver', 'route'],
  tracking: ['position', 'device', 'map'],
  prices: ['quote', 'rate', 'zone'],
  parties: ['party', 'place', 'region'],
  vehicles: ['vehicle', 'calendar'],
  accounts: ['user', 'invitation', 'role', 'grant', 'access'],
  security: ['factor', 'factor-policy', 'oidc-connection', 'key', 'security'],
  trail: ['audit', 'event'],
  operations: ['operations', 'setting', 'limit'],
  own: ['me', 'notice', 'live'],
};

export interface Named extends Permission {
  /** In the reader's language. */
  label: string;
}

export interface Group {
  name: GroupName;
  title: string;
  permissions: Named[];
}

/** One that is newer than these words is told as its module tells it. */
export function labelOf({ permission, meaning }: Pick<Permission, 'permission' | 'meaning'>): string {
  try {
    return t(permission as 'delivery:read');
  } catch {
    return meaning;
  }
}

/** Those that match what was typed, in their groups; groups with nothing left are left out. */
export function grouped(permissions: readonly Permission[], typed: string): Group[] {
  const word = typed.trim().toLowerCase();
  const named = permissions.map((one): Named => ({ ...one, label: labelOf(one) }));
  const entries = [...Object.entries(groups), ['other', null] as const];
  const known = new Set(Object.values(groups).flat());
  return entries.flatMap(([name, entities]) => {
    const title = t(`group.${name as GroupName}`);
    const here = named.filter(({ permission, label, meaning }) => {
      const [entity = ''] = permission.split(':');
      const mine = entities ? entities.includes(entity) : !known.has(entity);
      return mine && `${title} ${label} ${permission} ${meaning}`.toLowerCase().includes(word);
    });
    return here.length > 0 ? [{ name: name as GroupName, title, permissions: here }] : [];
  });
}

export const scopeOf = (held: Readonly<Record<string, Scope>>, permission: string): Scope | undefined =>
  held[permission];
