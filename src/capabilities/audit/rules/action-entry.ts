import { createHash } from 'node:crypto';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { NewEvent } from '../../../platform/events/outbox.ts';
import type { NewEntry } from '../queries/entries.ts';
import { mask } from './mask.ts';

/** What is known of an operation that succeeded. */
export interface Action {
  operation: string;
  method: string;
  path: string;
  status: number;
  actor: Pick<Actor, 'kind' | 'id'>;
  address: string;
  requestId: string;
  params: unknown;
  query: unknown;
  body: unknown;
  events: readonly NewEvent[];
}

const mostChanges = 20;
const mostBytes = 8192;

/** The line of the trail that tells of an action, with what it changed and nothing that must not be kept. */
export function actionEntry(id: string, action: Action, sensitive: ReadonlySet<string>): NewEntry {
  const { operation, method, path, status, actor, address, requestId, events } = action;
  const first = events[0]?.subject;
  const params = mask(action.params, sensitive) as Record<string, unknown> | undefined;
  const changes = events.slice(0, mostChanges).map((event) => shownChange(event, sensitive));
  const told = changes.some(({ after }) => after !== undefined);
  const detail = {
    method,
    path,
    status,
    ...(isFilled(params) && { params }),
    ...(isFilled(action.query) && { query: mask(action.query, sensitive) }),
    ...(changes.length > 0 && { changes }),
    ...(events.length > mostChanges && { moreChanges: events.length - mostChanges }),
    ...(!told && isFilled(action.body) && { input: mask(action.body, sensitive) }),
  };
  return {
    id,
    kind: 'action',
    outcome: 'success',
    operation,
    actorKind: actor.kind,
    actorId: actor.id,
    address,
    requestId,
    entity: first?.entity ?? null,
    entityId: first?.id ?? idOf(params),
    detail: bounded(detail),
  };
}

function shownChange(event: NewEvent, sensitive: ReadonlySet<string>) {
  const { event: definition, subject, sequence, action, fromState, toState, change } = event;
  return {
    event: definition.name,
    entity: subject.entity,
    id: subject.id,
    sequence,
    ...(action && { action }),
    ...(fromState && { from: fromState }),
    ...(toState && { to: toState }),
    ...(change && { before: mask(change.before, sensitive), after: mask(change.after, sensitive) }),
  };
}

/** A trail is no store of documents: of what is too large the names of the fields and a fingerprint stay. */
function bounded(detail: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(detail);
  if (text.length <= mostBytes) return detail;
  const { input, changes, ...rest } = detail;
  return {
    ...rest,
    ...(Array.isArray(changes) && {
      changes: changes.map(({ before: _, after, ...change }) => ({
        ...change,
        ...(isFilled(after) && { fields: Object.keys(after) }),
      })),
    }),
    ...(isFilled(input) && { inputFields: Object.keys(input) }),
    shortened: { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') },
  };
}

const isFilled = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const idOf = (params: Record<string, unknown> | undefined): string | null =>
  typeof params?.id === 'string' ? params.id : null;
