import type { Route } from '../../src/platform/http/route.ts';
import type { Caller } from './callers.ts';
import { ofTheMaker, reaches, type Entry, type Kind, type Relation } from './model.ts';
import { openOperations } from './open-operations.ts';

export interface Expected {
  kind: 'admitted' | 'not authenticated' | 'forbidden' | 'out of reach';
  statuses: readonly number[];
  /** Of the problem. */
  code?: string;
  /** Of a list: which of the objects are in it. */
  listed?: readonly Relation[];
}

const done = [200, 201, 204] as const;

/** What a route has to answer, from the catalogue of permissions and the table of what scopes reach. */
export function expected(route: Route, entry: Entry, caller: Caller, relation: Relation): Expected {
  const admitted = { kind: 'admitted', statuses: entry.may ?? done } as const;
  const shut = caller.grants === undefined;
  if (openOperations.has(route.operation))
    return shut && caller.token !== undefined && !route.ownAuthorization
      ? { kind: 'not authenticated', statuses: [401], code: 'not_authenticated' }
      : admitted;
  if (shut) return { kind: 'not authenticated', statuses: [401], code: 'not_authenticated' };
  const { grants } = caller;
  const declared = grants!.get(String(route.permission));
  const scope = entry.inside === undefined ? declared : grants!.get(entry.inside);
  if (!declared || !scope) return { kind: 'forbidden', statuses: [403], code: 'forbidden' };
  const isKey = caller.name.startsWith('key:');
  const within = (kind: Kind): readonly Relation[] =>
    isKey && scope !== 'all' && ofTheMaker.has(kind) ? [] : (entry.reach?.[scope] ?? reaches[kind][scope]);
  if (entry.lists) return { ...admitted, listed: within(entry.lists) };
  if (entry.ofLogin && isKey) return { kind: 'out of reach', statuses: [404] };
  if (!entry.kind) return admitted;
  const reached = within(entry.kind);
  if (reached.includes(relation)) return admitted;
  return { kind: 'out of reach', statuses: entry.reached ? admitted.statuses : [entry.beyond ?? 404] };
}
