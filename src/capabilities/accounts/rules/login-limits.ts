import type { AttemptLimit } from '../../../platform/limits/attempts.ts';

const QUARTER_SECONDS = 900;
const DAY_SECONDS = 86_400;

/** Failed logins of one account from one address, or from one known device. */
const FAILURES_PER_SOURCE = 5;
/** Failed logins of one account from all unknown devices together: an attack from many addresses goes no faster. */
const FAILURES_PER_ACCOUNT = 20;
const FAILURES_PER_ACCOUNT_AND_DAY = 100;
/** Failed logins of one address with whatever accounts; an office behind one address has a few forgetful people. */
const FAILURES_PER_ADDRESS = 50;

export interface LoginSource {
  /** Hash of the mail address as it was typed, in lower case; whether an account has it plays no part. */
  account: string;
  /** The address, of IPv6 its network. */
  address: string;
  /** A device from which this account has logged in before, by the hash of its token. */
  device: string | undefined;
}

/** What a login counts against. A known device has tries of its own and none of the others'. */
export function loginLimits({ account, address, device }: LoginSource): AttemptLimit[] {
  if (device !== undefined) return [quarter(`login:device:${account}:${device}`, FAILURES_PER_SOURCE)];
  return [
    quarter(`login:account-and-address:${account}:${address}`, FAILURES_PER_SOURCE),
    quarter(`login:account:${account}`, FAILURES_PER_ACCOUNT),
    {
      subject: `login:account-day:${account}`,
      limit: FAILURES_PER_ACCOUNT_AND_DAY,
      windowSeconds: DAY_SECONDS,
    },
    quarter(`login:address:${address}`, FAILURES_PER_ADDRESS),
  ];
}

/** Mails that somebody without a login can make us send: to one address of theirs, and from one address of the net. */
export function mailLimits({ account, address }: Omit<LoginSource, 'device'>): AttemptLimit[] {
  return [
    { subject: `mail:account:${account}`, limit: 5, windowSeconds: 3600 },
    { subject: `mail:address:${address}`, limit: 30, windowSeconds: 3600 },
  ];
}

const quarter = (subject: string, limit: number): AttemptLimit => ({
  subject,
  limit,
  windowSeconds: QUARTER_SECONDS,
});
