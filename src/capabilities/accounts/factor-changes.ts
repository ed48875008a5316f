import type { Actor } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { insertEvents } from '../../platform/events/outbox.ts';
import { addJob } from '../../platform/jobs/enqueue.ts';
import { announceRights } from '../live/api.ts';
import { securityEvent } from '../audit/api.ts';
import type { factorEvents } from './factor-events.ts';
import { revokeRememberedDevices } from './queries/factor-devices.ts';
import { replaceRecoveryCodes } from './queries/factor-recovery-codes.ts';
import { freeSessions } from './queries/factor-sessions.ts';
import { nextFactorVersion, setRequiredSince, summarizeFactors } from './queries/factor-states.ts';
import type { FactorNotice } from './rules/factor-notices.ts';
import { makeRecoveryCodes, recoveryCodeHash } from './rules/recovery-codes.ts';

export type FactorPorts = Pick<Context, 'db' | 'clock' | 'rng'>;

/** Where a change came from. */
export interface Origin {
  address: string | null;
  requestId: string | null;
}

export interface FactorChange {
  userId: string;
  event: (typeof factorEvents)[keyof typeof factorEvents];
  payload: Record<string, unknown>;
  actor: Actor;
  origin: Origin;
  /** What the mail to the owner says; without it there is none. */
  mail?: FactorNotice;
}

/** The event, the security event and the mail of one change. The user's row of factors must be locked. */
export async function tellFactorChange(
  tx: Transaction,
  ctx: FactorPorts,
  { userId, event, payload, actor, origin, mail }: FactorChange,
): Promise<void> {
  const subject = { entity: 'factors', id: userId };
  const sequence = await nextFactorVersion(tx, userId);
  tx.withCommit(insertEvents(tx, [{ event, subject, sequence, actor, payload }], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, {
      kind: 'factor',
      outcome: 'success',
      operation: event.name,
      actor,
      subject: { entity: 'user', id: userId },
      ...origin,
      detail: payload,
    }),
  );
  if (mail) tx.withCommit(mailNotice(tx, userId, mail));
}

/** Tells the owner by mail; not sent until awaited. */
export const mailNotice = (tx: Transaction, userId: string, notice: FactorNotice) =>
  addJob(tx, 'accounts.mailFactorNotice', { userId, notice }, { maxAttempts: 12 });

/**
 * After a factor was added: sessions that could do nothing else are free, and the first factor brings recovery codes.
 * @returns the codes, when they were made
 */
export async function settleNewFactor(
  tx: Transaction,
  ctx: FactorPorts,
  userId: string,
): Promise<string[] | undefined> {
  await setRequiredSince(tx, userId, null);
  const { count } = await freeSessions(tx, userId);
  if (count > 0) announceRights(tx, ctx, userId);
  const { recoveryCodesLeft } = await summarizeFactors(tx, userId);
  return recoveryCodesLeft > 0 ? undefined : newRecoveryCodes(tx, ctx, userId);
}

/** Ten new ones, which the caller shows once; what is kept are their hashes. */
export async function newRecoveryCodes(tx: Transaction, ctx: FactorPorts, userId: string): Promise<string[]> {
  const codes = makeRecoveryCodes(ctx.rng);
  await replaceRecoveryCodes(
    tx,
    userId,
    codes.map((code) => recoveryCodeHash(userId, code)),
    ctx.clock.now(),
  );
  return codes;
}

/** With other factors the second step is asked again everywhere. */
export const forgetAllDevices = (tx: Transaction, ctx: FactorPorts, userId: string): Promise<number> =>
  revokeRememberedDevices(tx, userId, ctx.clock.now());
