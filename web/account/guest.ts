import { type AnswerOf, call, type CallOptions, type Operation } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { ApiError } from '../../client/src/problem.ts';
import { sayProblem } from '../app/say-problem.ts';
import type { Schema } from '../app/api.ts';
import type { Role, Session } from '../app/session.ts';
import { t } from './words.ts';

/** Of somebody who is not signed in; the refresh token goes along in a cookie that no script can read. */
const http = new HttpClient({ baseUrl: location.origin, tries: 1, timeoutMillis: 20_000 });

export const asGuest = <Name extends Operation>(
  name: Name,
  options: CallOptions<Name>,
): Promise<AnswerOf<Name>> => call(http, name, options as never) as Promise<AnswerOf<Name>>;

export type Outcome = Schema<'Session'> | Schema<'FactorRequired'>;

/** What the rest of the app knows of a session. */
export function sessionOf({ accessToken, user }: Schema<'Session'>): Session {
  return { accessToken, partyId: user.partyId, name: user.name, roles: user.roles as Role[] };
}

const told = [
  'login_refused',
  'link_not_valid',
  'password_too_weak',
  'password_wrong',
  'factor_refused',
  'code_wrong',
  'challenge_over',
  'invitation_over',
  'recent_login_needed',
  'too_many_requests',
] as const;

/** What went wrong in the reader's language; the account's own words come first. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) return t('failed');
  const { code, errors = [] } = error.problem;
  const known = told.find((name) => name === code);
  if (known) return t(`problem.${known}`);
  const lines = [sayProblem(error.problem), ...errors.map(({ reason }) => reason)];
  return lines.filter((line, index) => lines.indexOf(line) === index).join(' ');
}

/** The token of a link stands behind `#`, where no server sees it; it is taken out of the address at once. */
export function takeToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined;
  if (token) {
    history.replaceState(history.state, '', location.pathname + location.search);
    kept.set(location.pathname, token);
  }
  return token ?? kept.get(location.pathname);
}
/** For this page's life alone: development mounts everything twice. */
const kept = new Map<string, string>();
