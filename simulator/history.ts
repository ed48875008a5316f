import type { ApiEvent } from './types.ts';

type Entry = Pick<ApiEvent, 'name' | 'sequence' | 'fromState' | 'toState' | 'serverTime'>;

/** What is wrong with the history of one delivery: nothing missing, each step from where the last one led, no time backwards. */
export function historyFaults(history: readonly Entry[]): string[] {
  if (history.length === 0) return ['it has no history'];
  const faults: string[] = [];
  let state: string | null = null;
  let before = '';
  for (const [index, { name, sequence, fromState, toState, serverTime }] of history.entries()) {
    if (sequence !== index + 1) faults.push(`event ${index + 1} is missing, ${name} is number ${sequence}`);
    if (fromState !== null && fromState !== state)
      faults.push(`${name} begins at ${fromState}, but it was ${state}`);
    if (Date.parse(serverTime) < Date.parse(before))
      faults.push(`${name} is from before the event that it follows`);
    state = toState ?? state;
    before = serverTime;
  }
  return faults;
}
