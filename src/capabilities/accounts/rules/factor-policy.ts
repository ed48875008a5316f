export interface FactorPolicy {
  /** Who of these roles must have a second factor. */
  requiredRoles: readonly string[];
  /** How long after the first login without one. */
  graceDays: number;
}

export const defaultFactorPolicy: FactorPolicy = { requiredRoles: ['admin', 'driver'], graceDays: 14 };

export type FactorStanding =
  /** Has one, or need not have one. */
  | { kind: 'settled' }
  /** Must add one before `until`. */
  | { kind: 'grace'; until: Date }
  /** May do nothing but add one. */
  | { kind: 'overdue'; since: Date };

const dayMs = 86_400_000;

export const isFactorRequired = (roles: readonly string[], { requiredRoles }: FactorPolicy): boolean =>
  roles.some((role) => requiredRoles.includes(role));

/** @param requiredSince when the user was first seen without the factor that is asked; null: only now */
export function factorStanding(
  {
    roles,
    hasFactor,
    requiredSince,
  }: { roles: readonly string[]; hasFactor: boolean; requiredSince: Date | null },
  policy: FactorPolicy,
  now: Date,
): FactorStanding {
  if (hasFactor || !isFactorRequired(roles, policy)) return { kind: 'settled' };
  const until = new Date((requiredSince ?? now).getTime() + policy.graceDays * dayMs);
  return until > now ? { kind: 'grace', until } : { kind: 'overdue', since: until };
}

export const showPolicy = ({ version, requiredRoles, graceDays }: FactorPolicy & { version: number }) => ({
  version,
  requiredRoles: [...requiredRoles],
  graceDays,
});
