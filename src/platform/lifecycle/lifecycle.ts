import type { z } from 'zod';
import type { Actor, Permission, Scope } from '../auth/actor.ts';
import type { Config } from '../config/config.ts';
import type { Ports } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import type { EventDefinition } from '../events/define-event.ts';

/** What the engine needs to know of every entity that has a lifecycle. */
export interface LifecycleEntity {
  id: string;
  state: string;
  /** Grows by one with each change; also the `sequence` of its last event. */
  version: number;
  /** The version of the lifecycle that it began with and stays on. */
  lifecycleVersion: number;
  stateSince: Date;
}

export interface StateDefinition {
  meaning: string;
  /** Nothing leads out of it. */
  final?: boolean;
}

export interface TimerDefinition {
  state: string;
  /** The action that the system performs when the state has lasted so long. */
  action: string;
  meaning: string;
  /** Seconds from the entry into the state; null: no timer for this entity. */
  afterSeconds(config: Config): number | null;
}

export interface ActionCall<Entity, Input> {
  tx: Transaction;
  entity: Entity;
  input: Input;
  actor: Actor;
  now: Date;
  deviceTime: Date | null;
  ports: Ports;
}

/** What an action changes besides the state. */
export interface ActionResult {
  /** Where to, when the declaration names several states. */
  to?: string;
  /** Values for columns of the entity, by property name. */
  changes?: Record<string, unknown>;
  /** The event's payload. */
  payload: Record<string, unknown>;
}

export interface ActionDefinition<Entity extends LifecycleEntity> {
  from: readonly string[];
  /** One state, or several of which `apply` chooses. */
  to: string | readonly string[];
  meaning: string;
  /** The words on the button. */
  label: string;
  /** Who may; `system` is for timers and subscribers only. */
  permission: Permission | 'system';
  input: z.ZodType;
  event: EventDefinition;
  /** Codes of problems that its guard or `apply` may throw. */
  problems?: readonly string[];
  /** What undoes its effects elsewhere, in words for the documentation; `apply` does it in the same transaction. */
  compensation?: string;
  /** Throws the problem that says why not. Pure: sees the locked entity and the input. */
  guard?(call: { entity: Entity; input: any; now: Date; config: Config; actor: Actor }): void;
  /** The action's file in actions/. Runs in the transaction, under the entity's lock. */
  apply(call: ActionCall<Entity, any>): Promise<ActionResult> | ActionResult;
}

/** How the engine reaches the module's table; the SQL stays in the module's queries. */
export interface LifecycleStore<Entity extends LifecycleEntity> {
  /** Locks the row; undefined when there is none within the actor's reach. */
  lock(tx: Transaction, id: string, reach: { actor: Actor; scope: Scope }): Promise<Entity | undefined>;
  /** Writes state, version, state_since and the changes; gives the row as it is now. */
  save(
    tx: Transaction,
    entity: Entity,
    next: {
      state: string;
      version: number;
      stateSince: Date;
      updatedAt: Date;
      changes: Record<string, unknown>;
    },
  ): Promise<Entity>;
}

export interface Lifecycle<Entity extends LifecycleEntity = LifecycleEntity> {
  /** `delivery`: the name in events, permissions and `GET /v1/lifecycles`. */
  entity: string;
  /** The module that owns it: the first part of its operations. */
  module: string;
  /** `/v1/deliveries`: actions are at `/{id}/actions/{action}` below it. */
  path: string;
  version: number;
  initial: readonly string[];
  states: Readonly<Record<string, StateDefinition>>;
  actions: Readonly<Record<string, ActionDefinition<Entity>>>;
  timers: Readonly<Record<string, TimerDefinition>>;
  store: LifecycleStore<Entity>;
  /** The entity as the API shows it; answers of actions. */
  response: z.ZodType;
  show(entity: Entity): unknown;
  /** Earlier versions, for entities that began with them. */
  earlier?: readonly Lifecycle<Entity>[];
}

/** Checks the declaration when the program starts: no action from, to or timer in a state that does not exist. */
export function defineLifecycle<Entity extends LifecycleEntity>(
  lifecycle: Lifecycle<Entity>,
): Lifecycle<Entity> {
  const problems: string[] = [];
  const known = (state: string, where: string) => {
    if (!(state in lifecycle.states))
      problems.push(`${where} names the state "${state}", which is not declared`);
  };
  for (const state of lifecycle.initial) known(state, 'initial');
  const reached = new Set(lifecycle.initial);
  for (const [name, action] of Object.entries(lifecycle.actions)) {
    for (const state of action.from) {
      known(state, name);
      if (lifecycle.states[state]?.final) problems.push(`${name} leads out of "${state}", which is final`);
    }
    for (const state of targets(action)) {
      known(state, name);
      reached.add(state);
    }
  }
  for (const [name, timer] of Object.entries(lifecycle.timers)) {
    known(timer.state, name);
    const action = lifecycle.actions[timer.action];
    if (!action?.from.includes(timer.state))
      problems.push(`timer ${name} performs ${timer.action}, which is not possible in "${timer.state}"`);
  }
  for (const state of Object.keys(lifecycle.states))
    if (!reached.has(state)) problems.push(`no action leads to "${state}"`);
  if (problems.length > 0) throw new Error(`Lifecycle ${lifecycle.entity}: ${problems.join('; ')}`);
  return lifecycle;
}

export const targets = (action: Pick<ActionDefinition<any>, 'to'>): readonly string[] =>
  typeof action.to === 'string' ? [action.to] : action.to;

/** The names of the actions that are declared for a state, timers' own ones left out. */
export function actionsFrom(lifecycle: Lifecycle<any>, state: string): string[] {
  return Object.entries(lifecycle.actions)
    .filter(([, action]) => action.permission !== 'system' && action.from.includes(state))
    .map(([name]) => name);
}
