import type { RememberedDevice } from '../queries/factor-devices.ts';
import type { PasskeyRow } from '../queries/factor-passkeys.ts';

export const showFactor = ({
  id,
  name,
  createdAt,
  lastUsedAt,
}: Pick<PasskeyRow, 'id' | 'name' | 'createdAt' | 'lastUsedAt'>) => ({
  id,
  name,
  addedAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

export const showPasskey = (row: PasskeyRow) => ({ ...showFactor(row), synced: row.synced });

export const showDevice = ({ id, name, createdAt, lastUsedAt, expiresAt }: RememberedDevice) => ({
  id,
  name,
  rememberedAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
