import type { Context } from '../../platform/context.ts';
import { publishedIn } from '../../platform/events/outbox.ts';
import type { Done, RequestHooks } from '../../platform/http/handle.ts';
import { newId } from '../../platform/ports/rng.ts';
import { auditConfig } from './config.ts';
import { insertEntries } from './queries/entries.ts';
import { actionEntry } from './rules/action-entry.ts';

type SensitiveNames = ReadonlyMap<string, ReadonlySet<string>>;
const none: ReadonlySet<string> = new Set();

/**
 * Writes the trail where every operation passes: a write's entry is sent with its COMMIT, in no round trip of its own,
 * and exists if and only if the write does.
 * @param sensitive names of members that no entry keeps, by module
 */
export function auditHooks(
  ctx: Context,
  sensitive: SensitiveNames,
): Pick<RequestHooks, 'committing' | 'succeeded'> {
  if (!ctx.config.get(auditConfig).enabled) return {};
  return {
    committing: (done) =>
      done.tx.withCommit(insertEntries(done.tx, [entryOf(ctx, done, publishedIn(done.tx), sensitive)])),
    async succeeded(done) {
      await insertEntries(ctx.db.sql, [entryOf(ctx, done, [], sensitive)]);
    },
  };
}

function entryOf(
  ctx: Context,
  { route, call, status }: Done,
  events: Parameters<typeof actionEntry>[1]['events'],
  sensitive: SensitiveNames,
) {
  const { actor, requestId, params, query, body, request } = call;
  const action = {
    operation: route.operation,
    method: route.method,
    path: route.path,
    status,
    actor,
    address: request.ip,
    requestId,
    params,
    query,
    body,
    events,
  };
  const [module] = route.operation.split('.');
  return actionEntry(newId(ctx), action, sensitive.get(module!) ?? none);
}
