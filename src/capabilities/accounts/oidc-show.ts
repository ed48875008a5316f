import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { callbackUrl } from './oidc-sign-in.ts';
import type { OidcConnectionRow } from './queries/oidc-connections.ts';

/** A connection as the API shows it: without its secret. */
export const showConnection = (
  row: OidcConnectionRow,
  ctx: Pick<Context, 'config'>,
  request: FastifyRequest,
) => ({
  id: row.id,
  version: row.version,
  name: row.name,
  issuer: row.issuer,
  clientId: row.clientId,
  hasSecret: row.clientSecret !== null,
  scopes: row.scopes,
  signUp: row.signUp,
  enabled: row.disabledAt === null,
  callbackUrl: callbackUrl(ctx, request, row.id),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
