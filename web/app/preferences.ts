import { useSyncExternalStore } from 'react';

export type Density = 'roomy' | 'dense';
const key = 'caravan.density';
const listeners = new Set<() => void>();
let density: Density = localStorage.getItem(key) === 'dense' ? 'dense' : 'roomy';

/** What this reader likes, on this device. Colours are the component library's to remember. */
export const preferences = {
  get density(): Density {
    return density;
  },
  setDensity(next: Density): void {
    density = next;
    localStorage.setItem(key, next);
    preferences.apply();
    for (const listener of listeners) listener();
  },
  apply(): void {
    document.documentElement.dataset['density'] = density;
  },
};

export const useDensity = (): Density =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => density,
  );

/** Height of a list's row in pixels, as tokens.css has it. */
export const rowHeight = (of: Density): number => (of === 'dense' ? 34 : 44);
