import type { z } from 'zod';
import type { Slot } from '../queries/slots.ts';
import type { slot } from '../schema.ts';

export function showSlot(row: Slot): z.output<typeof slot> {
  const { id, version, kind, note } = row;
  return {
    id,
    version,
    resource: { kind: row.resourceKind, id: row.resourceId },
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    kind,
    holder: { module: row.module, entity: row.entity, id: row.entityId },
    note,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const slotPayload = (row: Slot) => ({
  resourceKind: row.resourceKind,
  resourceId: row.resourceId,
  kind: row.kind,
  from: row.from.toISOString(),
  to: row.to.toISOString(),
  module: row.module,
  entity: row.entity,
  entityId: row.entityId,
});
