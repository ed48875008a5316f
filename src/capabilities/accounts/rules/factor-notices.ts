/** What the owner of an account is told about its factors by mail. */
export const factorNotices = [
  'totpAdded',
  'passkeyAdded',
  'factorRemoved',
  'factorsReset',
  'recoveryCodesMade',
  'recoveryCodeUsed',
  'deviceRemembered',
  'identityLinked',
  'identityUnlinked',
  'codesGuessed',
] as const;
export type FactorNotice = (typeof factorNotices)[number];
