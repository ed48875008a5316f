/** Where the time comes from. Tests and the simulator hand in a clock that they move by hand. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  now(): Date;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  now: () => new Date(),
};

export interface ManualClock extends Clock {
  advance(milliseconds: number): void;
  set(time: Date): void;
}

export function manualClock(start: Date): ManualClock {
  let nowMs = start.getTime();
  return {
    nowMs: () => nowMs,
    now: () => new Date(nowMs),
    advance: (milliseconds) => {
      nowMs += milliseconds;
    },
    set: (time) => {
      nowMs = time.getTime();
    },
  };
}
