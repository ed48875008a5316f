import type { Transaction } from '../../../platform/db/database.ts';
import { openChallenge } from '../factor-challenges.ts';
import { currentFactorPolicy, standingOf } from '../factor-standing.ts';
import { loadGrants } from '../grants.ts';
import { useRememberedDevice } from '../queries/factor-devices.ts';
import { setEnrolOnly } from '../queries/factor-sessions.ts';
import { lockFactorState, setRequiredSince, summarizeFactors } from '../queries/factor-states.ts';
import type { Transport } from '../queries/sessions.ts';
import type { User } from '../queries/users.ts';
import { factorMethods, hasFactor, isWhole, rememberedFactor } from '../rules/recent-login.ts';
import { hashToken, looksLikeToken } from '../rules/secret-token.ts';
import { type Device, type SessionPorts, startSession, type StartedSession } from './startSession.ts';

export interface LoginStep {
  user: User;
  device: Device;
  transport: Transport;
  /** What was proven so far, such as `['password']`. */
  factors: readonly string[];
  /** What the device was given when it was to be remembered, if it sends any. */
  rememberToken?: string | undefined;
}

/** A second factor is asked for before there is a session. */
export interface FactorRequired {
  state: 'factorRequired';
  challenge: string;
  expiresAt: string;
  factors: string[];
}

export type LoginOutcome = StartedSession | FactorRequired;

/**
 * What follows when a first factor was right: a session, the question for a second factor, or, where one is overdue, a
 * session that can do nothing but add it.
 */
export async function loginDecision(
  tx: Transaction,
  ctx: SessionPorts,
  step: LoginStep,
): Promise<LoginOutcome> {
  const { user, factors } = step;
  const summary = await summarizeFactors(tx, user.id);
  if (!hasFactor(summary)) return startWithoutFactor(tx, ctx, step, summary);
  if (isWhole(factors)) return startSession(tx, ctx, step);
  if (await isRemembered(tx, ctx, step))
    return startSession(tx, ctx, { ...step, factors: [...factors, rememberedFactor] });
  const { device, transport } = step;
  const { challenge, expiresAt } = await openChallenge(tx, ctx, {
    purpose: 'second_step',
    userId: user.id,
    details: { device, transport, factors },
  });
  return {
    state: 'factorRequired',
    challenge,
    expiresAt: expiresAt.toISOString(),
    factors: factorMethods(summary),
  };
}

async function startWithoutFactor(
  tx: Transaction,
  ctx: SessionPorts,
  step: LoginStep,
  summary: Awaited<ReturnType<typeof summarizeFactors>>,
): Promise<StartedSession> {
  const now = ctx.clock.now();
  const { roles } = await loadGrants(tx, step.user.id, ctx.permissions);
  const standing = standingOf(roles, summary, await currentFactorPolicy(tx), now);
  if (standing.kind === 'settled') return startSession(tx, ctx, step);
  if (summary.requiredSince === null) {
    await lockFactorState(tx, step.user.id);
    await setRequiredSince(tx, step.user.id, now);
  }
  const started = await startSession(tx, ctx, step);
  if (standing.kind === 'overdue') tx.withCommit(setEnrolOnly(tx, started.sessionId));
  const dueAt = standing.kind === 'grace' ? standing.until : standing.since;
  return { ...started, body: { ...started.body, factorDueAt: dueAt.toISOString() } };
}

async function isRemembered(
  tx: Transaction,
  { clock }: SessionPorts,
  { user, rememberToken }: LoginStep,
): Promise<boolean> {
  if (rememberToken === undefined || !looksLikeToken(rememberToken)) return false;
  return useRememberedDevice(tx, user.id, hashToken(rememberToken), clock.now());
}
