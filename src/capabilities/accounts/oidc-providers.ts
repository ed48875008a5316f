import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { accountsConfig } from './config.ts';
import {
  findOidcConnection,
  listOidcConnections,
  type OidcConnectionRow,
} from './queries/oidc-connections.ts';

/** A provider that can be signed in with now, its secret opened. */
export interface OidcProvider {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  scopes: readonly string[];
  signUp: boolean;
}

export const settingsProviderId = 'sso';
export const defaultScopes = ['openid', 'email', 'profile'];

export const clientSecretPlace = (row: string) => ({
  table: 'accounts.oidc_connections',
  column: 'client_secret',
  row,
});

/** The one that the settings name, if they do. */
function providerOfSettings(ctx: Pick<Context, 'config'>): OidcProvider | undefined {
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcName, oidcSignUp } = ctx.config.get(accountsConfig);
  if (oidcIssuer === undefined || oidcClientId === '') return undefined;
  return {
    id: settingsProviderId,
    name: oidcName,
    issuer: oidcIssuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret === '' ? null : oidcClientSecret,
    scopes: defaultScopes,
    signUp: oidcSignUp,
  };
}

const opened = async (ctx: Pick<Context, 'secrets'>, row: OidcConnectionRow): Promise<OidcProvider> => ({
  id: row.id,
  name: row.name,
  issuer: row.issuer,
  clientId: row.clientId,
  clientSecret:
    row.clientSecret === null ? null : await ctx.secrets.open(clientSecretPlace(row.id), row.clientSecret),
  scopes: row.scopes,
  signUp: row.signUp,
});

/** @throws not_found when there is none, or it is switched off */
export async function requireProvider(
  ctx: Pick<Context, 'config' | 'secrets'>,
  sql: Queryable,
  id: string,
): Promise<OidcProvider> {
  const fromSettings = providerOfSettings(ctx);
  if (fromSettings?.id === id) return fromSettings;
  const row = await findOidcConnection(sql, id);
  if (!row || row.disabledAt) throw platformErrors.not_found(`There is no provider ${id} to sign in with.`);
  return opened(ctx, row);
}

/** What a login page shows. */
export async function namesOfProviders(
  ctx: Pick<Context, 'config'>,
  sql: Queryable,
): Promise<{ id: string; name: string }[]> {
  const fromSettings = providerOfSettings(ctx);
  const rows = (await listOidcConnections(sql)).filter(({ disabledAt }) => disabledAt === null);
  return [...(fromSettings ? [fromSettings] : []), ...rows].map(({ id, name }) => ({ id, name }));
}
