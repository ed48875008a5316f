import { useSyncExternalStore } from 'react';

export type Hand = 'right' | 'left';

interface Preferences {
  hand: Hand;
  /** Black on white, larger, without shades: readable in the sun. */
  sunlight: boolean;
}

const key = 'caravan.driver.preferences';
const listeners = new Set<() => void>();
let current: Preferences = { hand: 'right', sunlight: false, ...read() };

function read(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

/** How this driver holds and reads the phone. */
export const drivingPreferences = {
  set(change: Partial<Preferences>): void {
    current = { ...current, ...change };
    localStorage.setItem(key, JSON.stringify(current));
    for (const listener of listeners) listener();
  },
};

export const useDrivingPreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
