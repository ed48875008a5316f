import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { attempt, type AttemptLimit } from '../../platform/limits/attempts.ts';
import { oncePerMinute } from '../../platform/limits/once-per-minute.ts';
import { addressGroup } from '../../platform/limits/subject.ts';
import { securityEvent } from '../audit/api.ts';
import { forgetDevicesOf, isKnownDevice, rememberDevice } from './queries/known-devices.ts';
import { loginLimits, mailLimits } from './rules/login-limits.ts';

/** Cookie of browsers and field of apps that carries the device token. */
export const DEVICE_COOKIE = 'caravan_device';
export const DEVICE_SECONDS = 400 * 86_400;

export interface LoginTry {
  /** As it was typed; unknown ones are counted like known ones. */
  mail: string;
  /** `request.ip` */
  address: string;
  /** What the device was given at an earlier login, if it sends any. */
  deviceToken: string | undefined;
}

export interface CountedLogin {
  /** The password (and factor) was right: the try is not counted, and the device is known from now on. */
  succeeded(): Promise<{ deviceToken: string }>;
  /** The password was right and more is asked for: the try is not counted, the device not yet known. */
  passed(): Promise<void>;
}

type Needs = Pick<Context, 'db' | 'clock' | 'rng'>;

/**
 * Call it before the password is looked at; a failed login then needs no further word. Outside of any transaction:
 * the count must stay when the login is rolled back, so the route declares `transaction: false`.
 * @throws too_many_requests
 */
export async function countLogin(
  ctx: Needs,
  { mail, address, deviceToken }: LoginTry,
): Promise<CountedLogin> {
  const mailHash = hashOf(mail.trim().toLowerCase());
  const known = await knownToken(ctx, mailHash, deviceToken);
  const limits = loginLimits({
    account: short(mailHash),
    address: addressGroup(address),
    device: known && short(hashOf(known)),
  });
  const counted = await attemptOrRefuse(ctx, limits, address);
  return {
    async succeeded() {
      await counted.giveBack();
      return knowDevice(ctx, mail, known);
    },
    async passed() {
      await counted.giveBack();
    },
  };
}

/**
 * Makes a device known without a login: who followed the link in a mail has shown that the account is theirs, and
 * must not be kept out by an attack on it.
 */
export async function knowDevice(
  ctx: Needs,
  mail: string,
  deviceToken?: string,
): Promise<{ deviceToken: string }> {
  const mailHash = hashOf(mail.trim().toLowerCase());
  // An unproven token may have been planted by somebody else: the device gets one that only it knows.
  const token = (await knownToken(ctx, mailHash, deviceToken)) ?? ctx.rng.bytes(32).toString('base64url');
  await rememberDevice(ctx.db.sql, hashOf(token), mailHash, ctx.clock.now());
  return { deviceToken: token };
}

/** The token, if it is that of a device from which this account has logged in before. */
async function knownToken(
  ctx: Pick<Context, 'db'>,
  mailHash: Buffer,
  token: string | undefined,
): Promise<string | undefined> {
  if (token === undefined || !/^[\w-]{43}$/.test(token)) return undefined;
  return (await isKnownDevice(ctx.db.sql, hashOf(token), mailHash)) ? token : undefined;
}

/**
 * For sign-up, reset and whatever else sends a mail to an address that somebody typed.
 * @throws too_many_requests
 */
export async function countMail(
  ctx: Needs,
  { mail, address }: Pick<LoginTry, 'mail' | 'address'>,
): Promise<void> {
  const account = short(hashOf(mail.trim().toLowerCase()));
  await attemptOrRefuse(ctx, mailLimits({ account, address: addressGroup(address) }), address);
}

/** After a new password: the devices of the old one have no tries of their own any more. */
export async function forgetDevices(ctx: Pick<Context, 'db'>, mail: string): Promise<void> {
  await forgetDevicesOf(ctx.db.sql, hashOf(mail.trim().toLowerCase()));
}

const tellers = new WeakMap<Context['db'], (name: string) => boolean>();

async function attemptOrRefuse(ctx: Needs, limits: readonly AttemptLimit[], address: string) {
  const counted = await attempt(ctx, limits);
  if (counted.allowed) return counted;
  const { backInSeconds, refused } = counted;
  const mayTell = tellers.get(ctx.db) ?? oncePerMinute(ctx.clock);
  tellers.set(ctx.db, mayTell);
  // By the widest limit that was reached, so that an attack from a thousand addresses is one line a minute.
  const subject = refused.find((name) => name.startsWith('login:account:')) ?? (refused[0] as string);
  if (mayTell(subject))
    await securityEvent(ctx.db.sql, ctx, {
      kind: 'limit',
      outcome: 'denied',
      operation: 'accounts.countTries',
      address,
      detail: { subject, backInSeconds },
    });
  throw platformErrors.too_many_requests(
    `Too many tries. Come back in ${Math.ceil(backInSeconds / 60)} minutes.`,
    { headers: { 'retry-after': String(backInSeconds) }, members: { retryAfterSeconds: backInSeconds } },
  );
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const short = (hash: Buffer): string => hash.toString('base64url').slice(0, 22);
