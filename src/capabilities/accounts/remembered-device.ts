import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { readCookie, setCookie } from '../../platform/http/cookies.ts';
import { newId } from '../../platform/ports/rng.ts';
import type { Device } from './actions/startSession.ts';
import { insertRememberedDevice } from './queries/factor-devices.ts';
import { browserWords } from './rules/browser-words.ts';
import { hashToken, tokenOf } from './rules/secret-token.ts';

const REMEMBERED_COOKIE = 'caravan_remembered';
const rememberedSeconds = 30 * 86_400;

/** From the cookie of a browser or the body of an app. */
export const rememberTokenOf = (request: FastifyRequest, fromBody?: string): string | undefined =>
  fromBody ?? readCookie(request, REMEMBERED_COOKIE);

/** In this browser or app the second step is not asked again for 30 days. */
export async function rememberDevice(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng'>,
  userId: string,
  device: Device,
): Promise<{ id: string; token: string }> {
  const token = tokenOf(ctx.rng.bytes(32));
  const id = newId(ctx);
  const createdAt = ctx.clock.now();
  await insertRememberedDevice(tx, {
    id,
    userId,
    hash: hashToken(token),
    name: device.name ?? browserWords(device.userAgent) ?? 'A device',
    createdAt,
    expiresAt: new Date(createdAt.getTime() + rememberedSeconds * 1000),
  });
  return { id, token };
}

/** Lax: a sign-in comes back from its provider by a click on another site. */
export const setRememberedCookie = (request: FastifyRequest, reply: FastifyReply, token: string): void =>
  setCookie(request, reply, REMEMBERED_COOKIE, token, { maxAgeSeconds: rememberedSeconds });
