import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';

interface Measured {
  firstPaintMs?: number;
  largestPaintMs?: number;
  interactionMs?: number;
  shift?: number;
}
type Entry = PerformanceEntry & { interactionId?: number; value?: number; hadRecentInput?: boolean };

/** Shifts of one burst count together: no gap of a second, and five seconds at most. */
const gapMs = 1000;
const burstMs = 5000;
/** The least that browsers can be asked to tell of an interaction. */
const shortestMs = 16;

/** What the browser knows of how this page felt is told once, when the page is left or put aside. */
export function measurePage(): void {
  const measured: Measured = {};
  // Where it was opened: who leaves may have gone on to another part.
  const area = areaNow();
  // A tab that was opened in the background paints when somebody comes to it, which says nothing about us.
  if (document.visibilityState === 'hidden') return;
  let burst = { from: 0, last: 0, sum: 0 };
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') measured.firstPaintMs = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => {
    measured.largestPaintMs = startTime;
  });
  watch('event', ({ interactionId, duration }) => {
    if (interactionId) measured.interactionMs = Math.max(measured.interactionMs ?? 0, duration);
  });
  // Told however fast it was answered; others only from a tenth of a second on, if they came before this script.
  watch('first-input', ({ duration }) => {
    measured.interactionMs = Math.max(measured.interactionMs ?? 0, duration);
  });
  watch('layout-shift', ({ value = 0, hadRecentInput, startTime }) => {
    if (hadRecentInput) return;
    const goesOn = startTime - burst.last < gapMs && startTime - burst.from < burstMs;
    burst = goesOn
      ? { ...burst, last: startTime, sum: burst.sum + value }
      : { from: startTime, last: startTime, sum: value };
    measured.shift = Math.max(measured.shift ?? 0, burst.sum);
  });
  const leave = () => {
    if (document.visibilityState !== 'hidden' || measured.firstPaintMs === undefined) return;
    document.removeEventListener('visibilitychange', leave);
    void tell({ area, shift: 0, ...measured }).catch(() => undefined);
  };
  document.addEventListener('visibilitychange', leave);
}

function watch(type: string, hear: (entry: Entry) => void): void {
  // A browser that does not measure this says nothing of it.
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) hear(entry);
  });
  observer.observe({ type, buffered: true, durationThreshold: shortestMs } as PerformanceObserverInit);
}

const areaNow = (): string => /^\/app\/([a-z-]{1,20})/.exec(location.pathname)?.[1] ?? 'start';

function tell(measured: Measured & { area: string }): Promise<unknown> {
  const http = new HttpClient({
    baseUrl: location.origin,
    tries: 1,
    // It must outlive the page.
    fetch: (input, init) => fetch(input, { ...init, keepalive: true }),
  });
  return call(http, 'platform.reportPageSpeed', { body: measured });
}
