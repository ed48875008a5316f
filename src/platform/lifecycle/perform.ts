import { scopeOf, systemActor, type Actor, type Scope } from '../auth/actor.ts';
import type { Ports } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { platformErrors } from '../errors/platform-errors.ts';
import { changeOf, insertEvents, type NewEvent } from '../events/outbox.ts';
import { addJob } from '../jobs/enqueue.ts';
import {
  actionsFrom,
  targets,
  type ActionDefinition,
  type Lifecycle,
  type LifecycleEntity,
} from './lifecycle.ts';

export interface Performance {
  id: string;
  action: string;
  /** Already parsed with the action's input schema. */
  input: unknown;
  actor: Actor;
  scope: Scope;
  deviceTime?: Date | null;
  /** Refuse unless the entity still has this version (If-Match). */
  ifVersion?: number | undefined;
}

/** The lifecycle's own version for an entity that began under an earlier one. */
function versionFor<E extends LifecycleEntity>(lifecycle: Lifecycle<E>, entity: E): Lifecycle<E> {
  if (entity.lifecycleVersion === lifecycle.version) return lifecycle;
  const earlier = lifecycle.earlier?.find(({ version }) => version === entity.lifecycleVersion);
  if (earlier) return earlier;
  throw new Error(
    `${lifecycle.entity} ${entity.id} is on lifecycle version ${entity.lifecycleVersion}, which is gone`,
  );
}

/**
 * Performs one action: locks the row, checks that it is legal here and now, applies it, and writes the state, the
 * event and the timers of the new state, all in the caller's transaction.
 * @throws not_found, precondition_failed, illegal_transition, forbidden, and what the action's guard throws
 */
export async function perform<E extends LifecycleEntity>(
  tx: Transaction,
  current: Lifecycle<E>,
  call: Performance,
  ports: Ports,
): Promise<E> {
  const { id, actor, scope } = call;
  const entity = await current.store.lock(tx, id, { actor, scope });
  if (!entity) throw platformErrors.not_found(`There is no ${current.entity} ${id} that you may see.`);
  if (call.ifVersion !== undefined && call.ifVersion !== entity.version)
    throw platformErrors.precondition_failed(
      `It is at version ${entity.version} now. Read it again, then decide.`,
      {
        members: { version: entity.version },
      },
    );
  const lifecycle = versionFor(current, entity);
  const action = lifecycle.actions[call.action];
  if (!action?.from.includes(entity.state))
    throw platformErrors.illegal_transition(
      `${call.action} is not possible while the ${lifecycle.entity} is ${entity.state}.`,
      {
        members: {
          state: entity.state,
          version: entity.version,
          allowedActions: actionsFrom(lifecycle, entity.state),
        },
      },
    );
  return transition(tx, lifecycle, { entity, action, call }, ports);
}

async function transition<E extends LifecycleEntity>(
  tx: Transaction,
  lifecycle: Lifecycle<E>,
  { entity, action, call }: { entity: E; action: ActionDefinition<E>; call: Performance },
  ports: Ports,
): Promise<E> {
  const now = ports.clock.now();
  const { actor, input } = call;
  const deviceTime = call.deviceTime ?? null;
  action.guard?.({ entity, input, now, config: ports.config, actor });
  const result = await action.apply({ tx, entity, input, actor, now, deviceTime, ports });
  const allowed = targets(action);
  const state = result.to ?? allowed[0]!;
  if (!allowed.includes(state))
    throw new Error(`${call.action} went to "${state}", which it does not declare`);
  const saved = await lifecycle.store.save(tx, entity, {
    state,
    version: entity.version + 1,
    stateSince: state === entity.state ? entity.stateSince : now,
    updatedAt: now,
    changes: result.changes ?? {},
  });
  record(tx, ports, {
    event: action.event,
    subject: { entity: lifecycle.entity, id: entity.id },
    sequence: saved.version,
    actor,
    payload: result.payload,
    deviceTime,
    action: call.action,
    fromState: entity.state,
    toState: state,
    change: changeOf(entity, result.changes ?? {}),
  });
  if (state !== entity.state) startTimers(tx, lifecycle, saved, ports);
  return saved;
}

function record(tx: Transaction, ports: Ports, event: NewEvent): void {
  tx.withCommit(insertEvents(tx, [event], ports));
}

/** For an entity that the caller has just inserted: its first event and the timers of its first state. */
export function begin<E extends LifecycleEntity>(
  tx: Transaction,
  lifecycle: Lifecycle<E>,
  entity: E,
  first: Pick<NewEvent, 'event' | 'actor' | 'payload' | 'deviceTime'>,
  ports: Ports,
): void {
  record(tx, ports, {
    ...first,
    subject: { entity: lifecycle.entity, id: entity.id },
    sequence: entity.version,
    action: 'create',
    toState: entity.state,
  });
  startTimers(tx, lifecycle, entity, ports);
}

function startTimers<E extends LifecycleEntity>(
  tx: Transaction,
  lifecycle: Lifecycle<E>,
  entity: E,
  ports: Ports,
): void {
  for (const [name, timer] of Object.entries(lifecycle.timers)) {
    if (timer.state !== entity.state) continue;
    const seconds = timer.afterSeconds(ports.config);
    if (seconds === null) continue;
    const payload = {
      entity: lifecycle.entity,
      id: entity.id,
      timer: name,
      stateSince: entity.stateSince.toISOString(),
    };
    const runAt = new Date(entity.stateSince.getTime() + seconds * 1000);
    tx.withCommit(addJob(tx, 'platform.fireTimer', payload, { runAt, priority: -1 }));
  }
}

/**
 * Performs a timer's action, unless the entity has left the state meanwhile or it is not yet time.
 * @returns whether it was performed
 */
export async function fireTimer<E extends LifecycleEntity>(
  tx: Transaction,
  current: Lifecycle<E>,
  { id, timer: name, stateSince }: { id: string; timer: string; stateSince: string },
  ports: Ports,
): Promise<boolean> {
  const actor = systemActor(`timer ${current.entity}.${name}`);
  const entity = await current.store.lock(tx, id, { actor, scope: 'all' });
  if (!entity) return false;
  const lifecycle = versionFor(current, entity);
  const timer = lifecycle.timers[name];
  if (!timer || entity.state !== timer.state || entity.stateSince.toISOString() !== stateSince) return false;
  const action = lifecycle.actions[timer.action]!;
  const call: Performance = { id, action: timer.action, input: action.input.parse({}), actor, scope: 'all' };
  await transition(tx, lifecycle, { entity, action, call }, ports);
  return true;
}

/** The scope in which the actor may perform an action; undefined when not at all. */
export function actionScope(lifecycle: Lifecycle<any>, action: string, actor: Actor): Scope | undefined {
  const permission = lifecycle.actions[action]?.permission;
  if (permission === undefined) return undefined;
  if (permission === 'system') return actor.kind === 'system' ? 'all' : undefined;
  return scopeOf(actor, permission);
}
