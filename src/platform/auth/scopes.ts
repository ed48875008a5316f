import type { Permission, Scope } from './actor.ts';

/** One thing that may be done, and which of the default roles may do it how far. */
export interface PermissionDefinition {
  meaning: string;
  roles: Readonly<Record<string, Scope>>;
  /** The scopes that its queries tell apart beside all; default: those of the roles. Others cannot be granted. */
  scopes?: readonly Scope[];
}

export type PermissionCatalogue = Readonly<Record<string, PermissionDefinition>>;

/** What is held, and how far. */
export type Grants = ReadonlyMap<Permission, Scope>;

/** From the narrowest to the widest. Of two scopes of one permission the wider one counts. */
export const scopes = ['own', 'party', 'region', 'all'] as const satisfies readonly Scope[];

export const wider = (a: Scope, b: Scope): Scope => (scopes.indexOf(a) >= scopes.indexOf(b) ? a : b);

/**
 * Whether whoever holds `held` also holds `asked`. All holds everything, and each scope the person's own. A region is
 * not a wider company: neither of the two holds the other.
 */
export function holdsScope(held: Scope | undefined, asked: Scope): boolean {
  if (held === undefined) return false;
  return held === asked || held === 'all' || asked === 'own';
}

/** The scopes in which a permission can be granted, from the narrowest on. */
export function scopesFor({ roles, scopes: told = Object.values(roles) }: PermissionDefinition): Scope[] {
  return scopes.filter((scope) => scope === 'all' || told.includes(scope));
}

/** What both hold: the narrower scope; nothing where neither scope holds the other. */
export function narrower(a: Scope | undefined, b: Scope | undefined): Scope | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (holdsScope(a, b)) return b;
  return holdsScope(b, a) ? a : undefined;
}
