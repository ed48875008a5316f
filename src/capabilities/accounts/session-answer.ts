import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { readCookie, removeCookie, setCookie } from '../../platform/http/cookies.ts';
import { Answer } from '../../platform/http/route.ts';
import type { FactorRequired, LoginOutcome } from './actions/loginDecision.ts';
import type { Device, SessionBody, StartedSession } from './actions/startSession.ts';
import { accountsConfig } from './config.ts';
import { DEVICE_COOKIE, DEVICE_SECONDS } from './login-throttle.ts';
import type { Transport } from './queries/sessions.ts';

/** Named with `__Host-` in front over HTTPS. */
const REFRESH_COOKIE = 'caravan_refresh';

const headers = { 'cache-control': 'no-store' };

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What a request says of the device that it comes from. */
export function deviceOf(request: FastifyRequest, name?: string): Device {
  const userAgent = request.headers['user-agent'];
  return { name: name ?? null, userAgent: userAgent?.slice(0, 400) ?? null, address: request.ip };
}

/**
 * The answer to who logged in: the refresh token in a cookie or in the body, as the session says; or the question for a
 * second factor.
 */
export function answerLogin(
  { request, reply }: Exchange,
  outcome: LoginOutcome,
  ctx: Pick<Context, 'config'>,
  options: { status?: number; deviceToken?: string | undefined } = {},
): Answer<SessionBody | FactorRequired> {
  if (!('state' in outcome)) return answerSession({ request, reply }, outcome, ctx, options);
  return new Answer<FactorRequired>(outcome, { status: 200, headers });
}

/** The answer to who has a session now. */
export function answerSession(
  { request, reply }: Exchange,
  { body, refreshToken, transport }: StartedSession,
  ctx: Pick<Context, 'config'>,
  { status = 200, deviceToken }: { status?: number; deviceToken?: string | undefined } = {},
): Answer<SessionBody> {
  if (transport === 'body')
    return new Answer<SessionBody>(
      { ...body, refreshToken, ...(deviceToken !== undefined && { deviceToken }) },
      { status, headers },
    );
  const { sessionIdleSeconds } = ctx.config.get(accountsConfig);
  setCookie(request, reply, REFRESH_COOKIE, refreshToken, {
    maxAgeSeconds: sessionIdleSeconds,
    sameSite: 'strict',
  });
  if (deviceToken !== undefined)
    setCookie(request, reply, DEVICE_COOKIE, deviceToken, {
      maxAgeSeconds: DEVICE_SECONDS,
      sameSite: 'strict',
    });
  return new Answer<SessionBody>(body, { status, headers });
}

/** The refresh token of a request, and how it came. */
export function refreshTokenOf(
  request: FastifyRequest,
  fromBody: string | undefined,
): { token: string; transport: Transport } | undefined {
  if (fromBody !== undefined) return { token: fromBody, transport: 'body' };
  const token = readCookie(request, REFRESH_COOKIE);
  return token === undefined || token === '' ? undefined : { token, transport: 'cookie' };
}

export const deviceTokenOf = (request: FastifyRequest, fromBody: string | undefined): string | undefined =>
  fromBody ?? readCookie(request, DEVICE_COOKIE);

export const forgetRefreshCookie = ({ request, reply }: Exchange): void =>
  removeCookie(request, reply, REFRESH_COOKIE);
