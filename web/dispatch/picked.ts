import { useSyncExternalStore } from 'react';

/** The deliveries ticked for doing something with all of them. */
let ids: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function set(next: ReadonlySet<string>): void {
  ids = next;
  for (const listener of listeners) listener();
}

export const picked = {
  get ids(): ReadonlySet<string> {
    return ids;
  },
  toggle(id: string): void {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    set(next);
  },
  add: (more: Iterable<string>): void => set(new Set([...ids, ...more])),
  clear: (): void => set(new Set()),
};

export const usePicked = (): ReadonlySet<string> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ids,
  );
