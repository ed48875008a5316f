import { useEffect, useRef } from 'react';
import { announce } from './announce.ts';

/** More than this would be talked over by the next. */
const mostAtOnce = 3;

/**
 * Says what has come since the screen was drawn last; what stood there at first is no news.
 * @param all sentences under keys that stay the same; undefined while they are not known
 */
export function useSayNew(all: ReadonlyMap<string, string> | undefined): void {
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (!all) return;
    const before = known.current;
    known.current = new Set(all.keys());
    if (!before) return;
    const fresh = [...all].filter(([key]) => !before.has(key));
    for (const [, sentence] of fresh.slice(0, mostAtOnce)) announce(sentence);
  }, [all]);
}
