import type { Entry } from '../queries/entries.ts';
import { maskAll } from './mask.ts';

/** An entry as the API shows it; without the right to details its values and address are hidden. */
export function showEntry(row: Entry, detailed: boolean) {
  const { id, occurredAt, kind, outcome, operation, actorKind, actorId, requestId, entity, entityId } = row;
  return {
    id,
    occurredAt: occurredAt.toISOString(),
    kind,
    outcome,
    operation,
    actor: { kind: actorKind, id: actorId },
    address: detailed || row.address === null ? row.address : '***',
    requestId,
    subject: entityId === null ? null : { entity, id: entityId },
    detail: detailed ? row.detail : hideValues(row.detail),
  };
}

/** What happened stays to be seen; with which values does not. */
function hideValues(detail: Record<string, unknown>): Record<string, unknown> {
  const { changes, method, path, status, ...values } = detail;
  return {
    ...(method !== undefined && { method, path, status }),
    ...(Array.isArray(changes) && {
      changes: changes.map(({ before, after, ...change }) => ({
        ...change,
        ...(before !== undefined && { before: maskAll(before) }),
        ...(after !== undefined && { after: maskAll(after) }),
      })),
    }),
    ...(maskAll(values) as object),
  };
}
