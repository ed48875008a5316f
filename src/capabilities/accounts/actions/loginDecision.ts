import type { Transaction } from '../../../platform/db/database.ts';
import type { Transport } from '../queries/sessions.ts';
import type { User } from '../queries/users.ts';
import { type Device, type SessionPorts, startSession, type StartedSession } from './startSession.ts';

export interface LoginStep {
  user: User;
  device: Device;
  transport: Transport;
  /** What was proven so far, such as `['password']`. */
  factors: readonly string[];
}

/** A second factor is asked for before there is a session. */
export interface FactorRequired {
  state: 'factorRequired';
  challenge: string;
  factors: string[];
}

export type LoginOutcome = StartedSession | FactorRequired;

/** What follows when a first factor was right: a session, or the question for a second factor. */
export async function loginDecision(
  tx: Transaction,
  ctx: SessionPorts,
  step: LoginStep,
): Promise<LoginOutcome> {
  return startSession(tx, ctx, step);
}
