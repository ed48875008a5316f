import type { Browser, Page } from 'playwright-core';
import { percentile, round } from '../live/figures.ts';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Microseconds of the processor. */
  tdur?: number;
  args?: { name?: string };
}

export interface Frames {
  seconds: number;
  frames: number;
  framesPerSecond: number;
  /** Work of the main thread for one frame, in milliseconds of the processor. */
  workP50Millis: number;
  workP95Millis: number;
  workWorstMillis: number;
  /** The same by the clock: with what the thread waits for others, such as the painting that is done in software. */
  clockP95Millis: number;
  longestTaskMillis: number;
  longestTaskClockMillis: number;
  /** By the clock. */
  tasksOver100: number;
  /** Share of the time in which the main thread was in a task, working or waiting. */
  busyPercent: number;
  /** What the longest task of work was made of, and the longest by the clock; milliseconds of each. */
  longest: string;
  longestClock: string;
}

const categories = [
  'devtools.timeline',
  'devtools.timeline.frame',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];
/** Either tells that a task is the one of a frame. */
const frameMarks = ['BeginMainThreadFrame', 'FireAnimationFrame'];

/**
 * Traces a page (CDP Tracing) while something is done, and sums up its main thread. A frame's work is the sum of all
 * tasks (RunTask: scripts, timers, messages of the socket, style, layout, paint, garbage collection) from the beginning
 * of the task in which the browser begins one frame to the beginning of that of the next; nothing is left out. It is
 * counted in time of the processor (tdur): by the clock a task also waits, above all for the compositor (Commit), which
 * paints in software here, and for whoever else runs on the machine. Both are given.
 */
export async function traceFrames(page: Page, during: () => Promise<void>): Promise<Frames> {
  const browser = page.context().browser() as Browser;
  await browser.startTracing(page, { categories });
  await during();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  return framesOf(traceEvents);
}

function framesOf(events: readonly TraceEvent[]): Frames {
  const main = mainThreadOf(events);
  const mine = events
    .filter(({ pid, tid }) => pid === main.pid && tid === main.tid)
    .sort((a, b) => a.ts - b.ts);
  const tasks = mine.filter(({ name, ph }) => name === 'RunTask' && ph === 'X');
  const begins = mine.filter(({ name }) => frameMarks.includes(name)).map(({ ts }) => ts);
  const work: number[] = [];
  const cpu: number[] = [];
  let next = 0;
  let open: { wall: number; cpu: number } | undefined;
  for (const { ts, dur = 0, tdur } of tasks) {
    let isFrame = false;
    for (; (begins[next] ?? Infinity) < ts + dur; next++) isFrame ||= (begins[next] as number) >= ts;
    if (isFrame) {
      if (open) {
        work.push(open.wall / 1000);
        cpu.push(open.cpu / 1000);
      }
      open = { wall: 0, cpu: 0 };
    }
    if (!open) continue;
    open.wall += dur;
    open.cpu += tdur ?? dur;
  }
  const [first, last] = [tasks[0], tasks.at(-1)];
  const seconds = first && last ? (last.ts + (last.dur ?? 0) - first.ts) / 1e6 : Number.NaN;
  const worked = ({ dur = 0, tdur = dur }: TraceEvent) => tdur;
  const lasted = ({ dur = 0 }: TraceEvent) => dur;
  const worst = tasks.toSorted((a, b) => worked(b) - worked(a))[0];
  const slowest = tasks.toSorted((a, b) => lasted(b) - lasted(a))[0];
  const clock = tasks.map(({ dur = 0 }) => dur / 1000);
  return {
    seconds: round(seconds, 1),
    frames: cpu.length,
    framesPerSecond: round(cpu.length / seconds, 1),
    workP50Millis: round(percentile(cpu, 0.5)),
    workP95Millis: round(percentile(cpu, 0.95)),
    workWorstMillis: round(Math.max(...cpu)),
    clockP95Millis: round(percentile(work, 0.95)),
    longestTaskMillis: round(worst ? worked(worst) / 1000 : 0, 1),
    longestTaskClockMillis: round(Math.max(...clock), 1),
    tasksOver100: clock.filter((millis) => millis > 100).length,
    busyPercent: round(clock.reduce((sum, millis) => sum + millis, 0) / 10 / seconds, 1),
    longest: worst ? within(mine, worst, worked) : '',
    longestClock: slowest ? within(mine, slowest, lasted) : '',
  };
}

/** The renderer's main thread that began most frames: that of the page. */
function mainThreadOf(events: readonly TraceEvent[]): { pid: number; tid: number } {
  const counts = new Map<string, number>();
  for (const { name, pid, tid } of events)
    if (frameMarks.includes(name)) {
      const key = `${pid}/${tid}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (!most) throw new Error('The trace holds no frame of a main thread.');
  const [pid, tid] = most[0].split('/').map(Number);
  return { pid: pid as number, tid: tid as number };
}

/** The largest of the named parts of one task. */
function within(
  events: readonly TraceEvent[],
  { ts, dur = 0 }: TraceEvent,
  micros: (event: TraceEvent) => number,
): string {
  return events
    .filter((event) => event.ts >= ts && event.ts < ts + dur && event.name !== 'RunTask' && event.dur)
    .toSorted((a, b) => micros(b) - micros(a))
    .slice(0, 3)
    .map((event) => `${event.name} ${Math.round(micros(event) / 1000)}`)
    .join(', ');
}
