import { randomUUID } from 'node:crypto';
import type { Permission, Scope } from '../../src/platform/auth/actor.ts';
import { scopesFor, type Grants } from '../../src/platform/auth/scopes.ts';
import { defaultRoles } from '../../src/capabilities/accounts/api.ts';
import { logIn } from '../../src/capabilities/accounts/tests/role-users.ts';
import type { TestServer } from '../../src/roles/testing.ts';
import type { World } from './model.ts';

/** Somebody who sends requests, and what they hold by the catalogue. */
export interface Caller {
  name: string;
  token: string | undefined;
  /** None: nobody lets them in. */
  grants: Grants | undefined;
}

type Held = Record<Permission, Scope>;

/** Every default role with a token, keys that hold everything in one scope or nothing, and whom nobody lets in. */
export async function makeCallers(server: TestServer, mine: World['mine']): Promise<Caller[]> {
  const { permissions } = server.ctx;
  const subject = { userId: mine.userId, partyId: mine.partyId, companyIds: [mine.companyId] };
  const roles = await Promise.all(
    defaultRoles.map(async (role): Promise<Caller> => {
      const held = Object.entries(permissions).flatMap(([permission, definition]) => {
        const scope = (definition.roles as Record<string, Scope | undefined>)[role];
        return scope ? [[permission, scope] as const] : [];
      });
      return { name: role, token: await server.tokenFor(role, subject), grants: new Map(held) };
    }),
  );
  const maker = await server.tokenFor('admin', { ...subject, userId: randomUUID() });
  const key = async (held: Held, over: object = {}) => {
    const body = {
      name: 'rights',
      permissions: held,
      companyIds: [mine.companyId],
      regionIds: [mine.regionId],
      ...over,
    };
    const made = await server.request('POST', '/v1/api-keys', { token: maker, body });
    if (made.status !== 201) throw new Error(`No key: ${made.text}`);
    return made.json as { id: string; secret: string };
  };
  const inScope = (scope: Scope): Held =>
    Object.fromEntries(
      Object.entries(permissions).flatMap(([permission, definition]) =>
        scopesFor(definition).includes(scope) && holdsAll(permission, roles) ? [[permission, scope]] : [],
      ),
    );
  const keys = await Promise.all(
    (['own', 'party', 'region', 'all'] as const).map(async (scope): Promise<Caller> => {
      const held = inScope(scope);
      return { name: `key:${scope}`, token: (await key(held)).secret, grants: new Map(Object.entries(held)) };
    }),
  );
  const empty = await key({});
  return [
    ...roles,
    ...keys,
    { name: 'key:nothing', token: empty.secret, grants: new Map() },
    ...(await shutOut(server, { key, maker, everything: inScope('all') })),
  ];
}

/** A key is never more than its maker: what admins do not hold without bounds is left out of it. */
const holdsAll = (permission: string, roles: readonly Caller[]): boolean =>
  roles.find(({ name }) => name === 'admin')?.grants?.get(permission) === 'all';

/** Whoever has no token, or one that is over, forged, revoked. */
async function shutOut(
  server: TestServer,
  {
    key,
    maker,
    everything,
  }: {
    key(held: Held, over?: object): Promise<{ id: string; secret: string }>;
    maker: string;
    everything: Held;
  },
): Promise<Caller[]> {
  const { sql } = server.database;
  const subject = { userId: randomUUID(), partyId: null, companyIds: [], regionIds: [], roles: ['admin'] };
  const good = await server.instance.tokens.issue(subject, 3600);
  const [head, , signature] = good.split('.');
  const claims = Buffer.from(JSON.stringify({ sub: subject.userId, roles: ['admin'] })).toString('base64url');
  const [revokedKey, expiredKey] = [await key(everything), await key(everything)];
  await server.request('DELETE', `/v1/api-keys/${revokedKey.id}`, { token: maker });
  await sql`update accounts.api_keys set expires_at = now() - interval '1 second' where id = ${expiredKey.id}`;
  const gone = await logIn(server, ['admin']);
  await sql`update accounts.sessions set ended_at = now(), end_reason = 'logout' where id = ${gone.sessionId}`;
  const shut: Record<string, string | undefined> = {
    nobody: undefined,
    expired: await server.instance.tokens.issue(subject, -10),
    forged: `${head}.${claims}.${signature}`,
    revoked: gone.token,
    'key:revoked': revokedKey.secret,
    'key:expired': expiredKey.secret,
    'key:forged': `${revokedKey.secret.slice(0, -1)}${revokedKey.secret.endsWith('0') ? '1' : '0'}`,
  };
  return Object.entries(shut).map(([name, token]) => ({ name, token, grants: undefined }));
}
