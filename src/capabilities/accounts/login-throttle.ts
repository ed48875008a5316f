import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { attempt, type AttemptLimit } from '../../platform/limits/attempts.ts';
import { addressGroup } from '../../platform/limits/subject.ts';
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
  const given = deviceToken !== undefined && /^[\w-]{43}$/.test(deviceToken) ? deviceToken : undefined;
  const known = given !== undefined && (await isKnownDevice(ctx.db.sql, hashOf(given), mailHash));
  const limits = loginLimits({
    account: short(mailHash),
    address: addressGroup(address),
    device: known ? short(hashOf(given)) : undefined,
  });
  const counted = await attemptOrRefuse(ctx, limits);
  return {
    async succeeded() {
      await counted.giveBack();
      // An unproven token may have been planted by somebody else: the device gets one that only it knows.
      return knowDevice(ctx, mail, known ? given : undefined);
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
  token = ctx.rng.bytes(32).toString('base64url'),
): Promise<{ deviceToken: string }> {
  await rememberDevice(ctx.db.sql, hashOf(token), hashOf(mail.trim().toLowerCase()), ctx.clock.now());
  return { deviceToken: token };
}

/**
 * For sign-up, reset and whatever else sends a mail to an address that somebody typed.
 * @throws too_many_requests
 */
export async function countMail(
  ctx: Pick<Context, 'db'>,
  { mail, address }: Pick<LoginTry, 'mail' | 'address'>,
): Promise<void> {
  const account = short(hashOf(mail.trim().toLowerCase()));
  await attemptOrRefuse(ctx, mailLimits({ account, address: addressGroup(address) }));
}

/** After a new password: the devices of the old one have no tries of their own any more. */
export async function forgetDevices(ctx: Pick<Context, 'db'>, mail: string): Promise<void> {
  await forgetDevicesOf(ctx.db.sql, hashOf(mail.trim().toLowerCase()));
}

async function attemptOrRefuse(ctx: Pick<Context, 'db'>, limits: readonly AttemptLimit[]) {
  const counted = await attempt(ctx, limits);
  if (counted.allowed) return counted;
  const { backInSeconds } = counted;
  throw platformErrors.too_many_requests(
    `Too many tries. Come back in ${Math.ceil(backInSeconds / 60)} minutes.`,
    { headers: { 'retry-after': String(backInSeconds) }, members: { retryAfterSeconds: backInSeconds } },
  );
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const short = (hash: Buffer): string => hash.toString('base64url').slice(0, 22);
