import type { FastifyReply, FastifyRequest } from 'fastify';

/** A name may not hold what separates cookies, a value neither; both come from the program, not from a user. */
const tokenCharacters = /^[\w!#$%&'*+.^`|~-]+$/;
const valueCharacters = /^[\w!#$%&'()*+./:<=>?@[\]^`{|}~-]*$/;

export interface CookieOptions {
  /** Seconds that the browser keeps it; without it until the browser is closed. 0 removes it. */
  maxAgeSeconds?: number;
  /** `strict` is not sent on the first click that comes from another site; default `lax`. */
  sameSite?: 'strict' | 'lax';
}

/**
 * The value of a cookie, on a route that declares `readsCookie`. On every other route the header was taken away before
 * the handler, so that no cookie can be read without the check against requests of other sites.
 */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const wanted = `${cookieName(request, name)}=`;
  for (const part of cookie.split(';')) {
    const pair = part.trimStart();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length).trimEnd();
  }
  return undefined;
}

/**
 * Sets a cookie that scripts cannot read, for this host and all its paths. Over HTTPS its name begins with `__Host-`,
 * so that no other host of the domain can set it.
 */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  { maxAgeSeconds, sameSite = 'lax' }: CookieOptions = {},
): void {
  if (!tokenCharacters.test(name) || !valueCharacters.test(value))
    throw new Error(`The cookie ${name} would not be valid`);
  const parts = [
    `${cookieName(request, name)}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite === 'strict' ? 'Strict' : 'Lax'}`,
  ];
  if (request.isSecure) parts.push('Secure');
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${Math.floor(maxAgeSeconds)}`);
  reply.header('set-cookie', parts.join('; '));
}

export function removeCookie(request: FastifyRequest, reply: FastifyReply, name: string): void {
  setCookie(request, reply, name, '', { maxAgeSeconds: 0 });
}

/** Browsers take `__Host-` only over HTTPS; a demo on plain localhost has to do without it. */
const cookieName = ({ isSecure }: FastifyRequest, name: string): string =>
  isSecure ? `__Host-${name}` : name;
