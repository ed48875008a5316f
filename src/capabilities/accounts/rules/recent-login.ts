import type { FactorSummary } from '../queries/factor-states.ts';
import type { ConfirmedSession } from '../queries/factor-sessions.ts';

/** For so long after a login, or after showing again who one is, factors can be changed. */
export const recentSeconds = 900;

/** A browser that was remembered let in without the second step: such a login does not count as recent. */
export const rememberedFactor = 'remembered';

export const hasFactor = ({
  totpCount,
  passkeyCount,
}: Pick<FactorSummary, 'totpCount' | 'passkeyCount'>): boolean => totpCount + passkeyCount > 0;

export function isRecent(session: ConfirmedSession, now: Date): boolean {
  const began = session.factors.includes(rememberedFactor) ? null : session.createdAt;
  const shownAt = session.confirmedAt ?? began;
  return shownAt !== null && now.getTime() - shownAt.getTime() < recentSeconds * 1000;
}

/** Whether what was proven needs no second step: a passkey is what one has and who one is at once. */
export const isWhole = (factors: readonly string[]): boolean => factors.includes('passkey');

/** By what a second step can be answered. */
export const factorMethods = ({ totpCount, passkeyCount, recoveryCodesLeft }: FactorSummary): string[] => [
  ...(totpCount > 0 ? ['totp'] : []),
  ...(passkeyCount > 0 ? ['passkey'] : []),
  ...(recoveryCodesLeft > 0 ? ['recovery_code'] : []),
];

/** With a second factor it is that which must be shown: who found an open browser may know the password as well. */
export function confirmationMethods(summary: FactorSummary, hasPassword: boolean): string[] {
  if (hasFactor(summary)) return factorMethods(summary);
  return hasPassword ? ['password'] : [];
}
