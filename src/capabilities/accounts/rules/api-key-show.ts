import type { z } from 'zod';
import type { ShownKey } from '../queries/api-keys.ts';
import type { apiKey } from '../role-schema.ts';

export function showKey(row: ShownKey, now: Date): z.input<typeof apiKey> {
  const [newest, previous] = row.secrets;
  const lives = previous?.expiresAt != null && new Date(previous.expiresAt) > now;
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    userId: row.userId,
    hint: newest!.hint,
    permissions: row.permissions,
    companyIds: row.companyIds,
    regionIds: row.regionIds,
    tier: row.tier,
    state: keyState(row, now),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    previous: lives
      ? { hint: previous.hint, expiresAt: new Date(previous.expiresAt as string).toISOString() }
      : null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedAddress: row.lastUsedAddress,
    uses: row.uses,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function keyState(
  { revokedAt, expiresAt }: Pick<ShownKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): 'active' | 'expired' | 'revoked' {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'active';
}
