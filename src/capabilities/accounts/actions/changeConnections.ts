import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import type { EventDefinition } from '../../../platform/events/define-event.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { securityEvent } from '../../audit/api.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import { clientSecretPlace, defaultScopes, settingsProviderId } from '../oidc-providers.ts';
import type { newOidcConnection, oidcConnectionPatch } from '../oidc-schema.ts';
import {
  insertOidcConnection,
  lockOidcConnection,
  updateOidcConnection,
  type OidcConnectionRow,
} from '../queries/oidc-connections.ts';

type Ports = Pick<Context, 'clock' | 'rng' | 'secrets'>;

/** @throws oidc_connection_exists */
export async function createConnection(
  tx: Transaction,
  ctx: Ports,
  order: z.output<typeof newOidcConnection>,
  actor: Actor,
): Promise<OidcConnectionRow> {
  const now = ctx.clock.now();
  const row: OidcConnectionRow = {
    id: order.id,
    version: 1,
    name: order.name,
    issuer: order.issuer,
    clientId: order.clientId,
    clientSecret: sealed(ctx, order.id, order.clientSecret ?? null),
    scopes: order.scopes ?? defaultScopes,
    signUp: order.signUp ?? false,
    disabledAt: null,
    createdAt: now,
    updatedAt: now,
  };
  if (order.id === settingsProviderId || !(await insertOidcConnection(tx, row)))
    throw factorErrors.oidc_connection_exists(
      `There is a connection ${order.id}, or the settings use the name.`,
      {
        errors: [{ field: 'id', reason: 'is taken' }],
      },
    );
  tell(tx, ctx, row, actor, factorEvents.oidcConnectionCreated, { issuer: row.issuer });
  return row;
}

export interface ConnectionChange {
  id: string;
  patch: z.output<typeof oidcConnectionPatch>;
  ifVersion: number | undefined;
}

/** @throws not_found, precondition_failed */
export async function changeConnection(
  tx: Transaction,
  ctx: Ports,
  { id, patch, ifVersion }: ConnectionChange,
  actor: Actor,
): Promise<OidcConnectionRow> {
  const before = requireVersion(await lockOidcConnection(tx, id), ifVersion, `connection ${id}`);
  const changed = Object.keys(patch).filter((key) => patch[key as keyof typeof patch] !== undefined);
  if (changed.length === 0) return before;
  const now = ctx.clock.now();
  const { clientSecret, enabled, ...terms } = patch;
  const row: OidcConnectionRow = {
    ...before,
    ...(Object.fromEntries(
      Object.entries(terms).filter(([, value]) => value !== undefined),
    ) as Partial<OidcConnectionRow>),
    ...(clientSecret !== undefined && { clientSecret: sealed(ctx, id, clientSecret) }),
    ...(enabled !== undefined && { disabledAt: enabled ? null : now }),
    version: before.version + 1,
    updatedAt: now,
  };
  await updateOidcConnection(tx, row);
  tell(tx, ctx, row, actor, factorEvents.oidcConnectionChanged, { issuer: row.issuer, changed });
  return row;
}

const sealed = (ctx: Ports, id: string, secret: string | null): string | null =>
  secret === null ? null : ctx.secrets.seal(clientSecretPlace(id), secret);

function tell(
  tx: Transaction,
  ctx: Ports,
  row: OidcConnectionRow,
  actor: Actor,
  event: EventDefinition,
  payload: Record<string, unknown>,
): void {
  const subject = { entity: 'oidcConnection', id: subjectId(row.id) };
  tx.withCommit(insertEvents(tx, [{ event, subject, sequence: row.version, actor, payload }], ctx));
  const done = { kind: 'right', outcome: 'success', operation: event.name } as const;
  const detail = { connection: row.id, ...payload };
  tx.withCommit(securityEvent(tx, ctx, { ...done, actor, subject, detail }));
}

/** Events are about UUIDs; a connection has a name. */
function subjectId(name: string): string {
  const hex = createHash('sha256').update(`oidc connection ${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
