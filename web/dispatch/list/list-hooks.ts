import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Delivery, End } from '../data/deliveries.ts';
import { picked } from '../picked.ts';

/** What was chosen elsewhere comes into sight, once: the reader may scroll away. */
export function useFound(
  id: string | undefined,
  at: number,
  isRead: boolean,
  show: (index: number) => void,
): void {
  const sought = useRef<string>(undefined);
  useEffect(() => {
    if (sought.current === id || (id !== undefined && !isRead)) return;
    sought.current = id;
    if (at !== -1) show(at);
  });
}

/** One, or all from the one that was ticked before down or up to here. */
export function useTicking(rows: readonly Delivery[]): (id: string, upToHere: boolean) => void {
  const latest = useRef(rows);
  latest.current = rows;
  const before = useRef<string>(undefined);
  return useCallback((id, upToHere) => {
    const ends = [before.current, id].map((one) => latest.current.findIndex((row) => row.id === one));
    before.current = id;
    if (!upToHere || ends.includes(-1)) return picked.toggle(id);
    picked.add(latest.current.slice(Math.min(...ends), Math.max(...ends) + 1).map((row) => row.id));
  }, []);
}

/** From which end this question's answer is read; another question begins with the newest again. */
export function useEnd(question: readonly unknown[]): [from: End, readFrom: (from: End) => void] {
  const key = JSON.stringify(question);
  const [end, setEnd] = useState<{ key: string; from: End }>({ key, from: 'newest' });
  return [end.key === key ? end.from : 'newest', (from) => setEnd({ key, from })];
}

/** Ids grow with time; pages that were read from the far end come in their order. */
export const newestFirst = (rows: Delivery[]): Delivery[] =>
  (rows[0]?.id ?? '') < (rows.at(-1)?.id ?? '') ? rows.toReversed() : rows;

/** What the reader looks at stays where it is when rows come in above it. */
export function useStill(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly Delivery[],
  height: number,
  from: End,
): void {
  const top = useRef<string>(undefined);
  useLayoutEffect(() => {
    const before = top.current;
    top.current = rows[0]?.id;
    if (before === undefined || before === top.current || !scroller.current) return;
    const added = rows.findIndex(({ id }) => id === before);
    // At the very top of the newest the new one is what the reader wants to see.
    if (added > 0 && (from === 'oldest' || scroller.current.scrollTop > 0))
      scroller.current.scrollTop += added * height;
  }, [scroller, rows, height, from]);
}
