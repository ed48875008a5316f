import type { Clock } from '../ports/clock.ts';

const MAX_KEPT = 10_000;

/** Whether something of this name was last told a minute ago or longer; a flood of refusals is one line, not a flood. */
export function oncePerMinute(clock: Clock): (name: string) => boolean {
  const told = new Map<string, number>();
  return (name) => {
    const nowMs = clock.nowMs();
    const last = told.get(name);
    if (last !== undefined && Math.abs(nowMs - last) < 60_000) return false;
    if (told.size >= MAX_KEPT) told.clear();
    told.set(name, nowMs);
    return true;
  };
}
