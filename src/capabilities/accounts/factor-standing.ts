import type { Queryable } from '../../platform/db/database.ts';
import { findFactorPolicy } from './queries/factor-policy.ts';
import type { FactorSummary } from './queries/factor-states.ts';
import {
  defaultFactorPolicy,
  factorStanding,
  type FactorPolicy,
  type FactorStanding,
} from './rules/factor-policy.ts';
import { hasFactor } from './rules/recent-login.ts';

/** What the admins decided, or what the program comes with. */
export const currentFactorPolicy = async (sql: Queryable): Promise<FactorPolicy> =>
  (await findFactorPolicy(sql)) ?? defaultFactorPolicy;

export const standingOf = (
  roles: readonly string[],
  summary: FactorSummary,
  policy: FactorPolicy,
  now: Date,
): FactorStanding =>
  factorStanding({ roles, hasFactor: hasFactor(summary), requiredSince: summary.requiredSince }, policy, now);
