import { useEffect } from 'react';

/** What a single key does; Ctrl+K opens all of them by name. */
export type Command =
  | 'palette'
  | 'help'
  | 'search'
  | 'create'
  | 'edit'
  | 'assign'
  | 'tick'
  | 'next'
  | 'previous'
  | 'exceptions'
  | 'deliveries'
  | 'import'
  | 'timeline'
  | 'close';

export const keyOf: Readonly<Record<Command, string>> = {
  palette: 'Ctrl K',
  help: '?',
  search: '/',
  create: 'n',
  edit: 'e',
  assign: 'a',
  tick: 'x',
  next: 'j',
  previous: 'k',
  exceptions: 'g',
  deliveries: 'd',
  import: 'i',
  timeline: 't',
  close: 'Esc',
};

const byKey = new Map(Object.entries(keyOf).map(([command, key]) => [key, command as Command]));
const offKey = 'caravan.keys.off';

/** Single keys can be switched off, for those who dictate or whose keyboard slips (WCAG 2.1.4). */
export const singleKeys = {
  get on(): boolean {
    return localStorage.getItem(offKey) === null;
  },
  set(on: boolean): void {
    if (on) localStorage.removeItem(offKey);
    else localStorage.setItem(offKey, '1');
  },
};

/** Single keys rest while something lies over the board: it may not have the focus yet. */
export function useKeys(run: (command: Command) => void, isFree: boolean): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (!command || (!isFree && command !== 'palette')) return;
      if (command !== 'close') event.preventDefault();
      run(command);
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [run, isFree]);
}

function commandOf(event: KeyboardEvent): Command | undefined {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return 'palette';
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  const target = event.target as HTMLElement;
  const typing = target.closest(
    'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="dialog"]',
  );
  if (typing) return undefined;
  if (event.key === 'Escape') return 'close';
  return singleKeys.on ? byKey.get(event.key) : undefined;
}
