import { useLocalStorage } from '@mantine/hooks';
import type { Filters } from './filters.ts';

interface Saved {
  name: string;
  filters: Filters;
}

/** Filters under a name, on this device. */
export function useSavedFilters(): {
  all: readonly Saved[];
  keep(name: string, filters: Filters): void;
  forget(name: string): void;
} {
  const [all, setAll] = useLocalStorage<Saved[]>({ key: 'caravan.dispatch.filters', defaultValue: [] });
  const without = (name: string) => all.filter((one) => one.name !== name);
  return {
    all,
    keep: (name, { id: _id, who: _who, ...filters }) => setAll([...without(name), { name, filters }]),
    forget: (name) => setAll(without(name)),
  };
}
