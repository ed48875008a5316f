import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, http, type Schema } from '../../app/api.ts';
import { session } from '../../app/session.ts';
import { spread, type Delivery } from './deliveries.ts';

/** One action as the server declares it. */
export interface ActionDeclaration {
  name: string;
  label: string;
  meaning: string;
  from: string[];
  to: string[];
  permission: string;
  compensation: string | null;
  input: { properties?: Record<string, unknown>; required?: string[] };
}

/** Asked for a reason before it is done, which is also the second look at what cannot be taken back. */
export const withReason: ReadonlySet<string> = new Set(['cancel', 'unassignDriver', 'startReturn', 'fail']);

/** What only makes sense for whoever stands at the door; a dispatcher may, but is not asked to. */
const roadside = 'delivery:drive';

export const lifecycles = queryOptions({
  queryKey: ['lifecycles'] as const,
  queryFn: async () => (await api('platform.listLifecycles')).items,
  staleTime: Number.POSITIVE_INFINITY,
});

const actionsOf = (items: readonly { entity: string; actions: unknown }[]): ActionDeclaration[] =>
  (items.find(({ entity }) => entity === 'delivery')?.actions ?? []) as ActionDeclaration[];

const none: ActionDeclaration[] = [];
export const useActions = (): ActionDeclaration[] =>
  useQuery({ ...lifecycles, select: actionsOf }).data ?? none;

/** What may be done with a delivery now; `onTheRoad` for the steps that its driver usually takes. */
export function possible(
  actions: readonly ActionDeclaration[],
  state: string,
  allowed?: readonly string[],
): { office: ActionDeclaration[]; onTheRoad: ActionDeclaration[] } {
  const now = actions.filter(
    ({ name, from, permission }) =>
      permission !== 'system' && from.includes(state) && (allowed?.includes(name) ?? true),
  );
  const helps = session.has(['dispatcher', 'admin']);
  const mine = now.filter(({ permission }) => helps || permission === 'delivery:cancel');
  return {
    office: mine.filter(({ permission }) => permission !== roadside),
    onTheRoad: mine.filter(({ permission }) => permission === roadside),
  };
}

/** The action that takes a delivery back to where it was, if its life has one. */
export function wayBack(
  actions: readonly ActionDeclaration[],
  before: Delivery,
  after: Pick<Delivery, 'state'>,
): { action: string; input: Record<string, unknown> } | undefined {
  const back = actions.find(
    ({ from, to, permission }) =>
      permission !== 'system' &&
      permission !== roadside &&
      from.includes(after.state) &&
      to.includes(before.state),
  );
  if (!back) return undefined;
  if (!('driverId' in (back.input.properties ?? {}))) return { action: back.name, input: {} };
  if (!before.driverId) return undefined;
  return {
    action: back.name,
    input: { driverId: before.driverId, accept: before.state === 'accepted', override: true },
  };
}

/** Does it, and shows the result everywhere. */
export async function act(
  delivery: Pick<Delivery, 'id'> & Partial<Pick<Delivery, 'version'>>,
  action: string,
  input: Record<string, unknown> = {},
): Promise<Delivery> {
  const path = `/v1/deliveries/${delivery.id}/actions/${action}`;
  const done = await http.post<Delivery>(path, input, {
    ...(delivery.version !== undefined && { ifVersion: delivery.version }),
  });
  spread([done]);
  return done;
}

export type BulkAnswer = { done: number; failed: number; results: Schema<'BulkResult'>[] };

export async function actOnMany(
  action: string,
  ids: readonly string[],
  input: Record<string, unknown>,
): Promise<BulkAnswer> {
  const sum: BulkAnswer = { done: 0, failed: 0, results: [] };
  for (let at = 0; at < ids.length; at += 200) {
    const part = await api('deliveries.bulkActions', {
      body: { action: action as 'assignDriver', ids: ids.slice(at, at + 200), input },
    });
    sum.done += part.done;
    sum.failed += part.failed;
    sum.results.push(...part.results);
  }
  spread(sum.results.flatMap(({ delivery }) => (delivery ? [delivery] : [])));
  return sum;
}
