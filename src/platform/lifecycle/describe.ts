import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { targets, type Lifecycle } from './lifecycle.ts';

export const describedLifecycle = z
  .strictObject({
    entity: z.string(),
    module: z.string(),
    path: z.string(),
    version: z.int(),
    initial: z.array(z.string()),
    states: z.array(z.strictObject({ name: z.string(), meaning: z.string(), final: z.boolean() })),
    actions: z.array(
      z.strictObject({
        name: z.string(),
        label: z.string(),
        meaning: z.string(),
        from: z.array(z.string()),
        to: z.array(z.string()),
        permission: z.string(),
        event: z.string(),
        compensation: z.string().nullable(),
        input: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the body' }),
      }),
    ),
    timers: z.array(
      z.strictObject({
        name: z.string(),
        state: z.string(),
        action: z.string(),
        meaning: z.string(),
        afterSeconds: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'Lifecycle' });

/** The declaration as data: enough for a screen to draw the states and to offer the allowed actions. */
export function describeLifecycle(
  lifecycle: Lifecycle<any>,
  config: Config,
): z.input<typeof describedLifecycle> {
  const { entity, module, path, version } = lifecycle;
  return {
    entity,
    module,
    path,
    version,
    initial: [...lifecycle.initial],
    states: Object.entries(lifecycle.states).map(([name, state]) => ({
      name,
      meaning: state.meaning,
      final: state.final ?? false,
    })),
    actions: Object.entries(lifecycle.actions).map(([name, action]) => ({
      name,
      label: action.label,
      meaning: action.meaning,
      from: [...action.from],
      to: [...targets(action)],
      permission: action.permission,
      event: action.event.name,
      compensation: action.compensation ?? null,
      input: z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
    })),
    timers: Object.entries(lifecycle.timers).map(([name, timer]) => ({
      name,
      state: timer.state,
      action: timer.action,
      meaning: timer.meaning,
      afterSeconds: timer.afterSeconds(config),
    })),
  };
}

/** The state diagram for a README, in Mermaid. */
export function drawLifecycle(lifecycle: Lifecycle<any>, config: Config): string {
  const lines = ['```mermaid', 'stateDiagram-v2'];
  for (const state of lifecycle.initial) lines.push(`  [*] --> ${state}`);
  const arrows = new Map<string, string[]>();
  for (const [name, action] of Object.entries(lifecycle.actions))
    for (const from of action.from)
      for (const to of targets(action)) {
        const key = `  ${from} --> ${to}`;
        const timer = Object.values(lifecycle.timers).find(
          (entry) => entry.state === from && entry.action === name,
        );
        const seconds = timer?.afterSeconds(config);
        arrows.set(key, [
          ...(arrows.get(key) ?? []),
          seconds ? `${name} (after ${readable(seconds)})` : name,
        ]);
      }
  for (const [arrow, names] of arrows) lines.push(`${arrow}: ${names.join(', ')}`);
  for (const [name, state] of Object.entries(lifecycle.states))
    if (state.final) lines.push(`  ${name} --> [*]`);
  lines.push('```');
  return lines.join('\n');
}

const readable = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600} h` : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
