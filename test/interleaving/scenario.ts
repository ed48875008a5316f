import type { Stage } from './stage.ts';
import type { Outcome, Task } from './scheduler.ts';

/** One run's tasks, and what must be true when they are over. */
export interface Play {
  tasks: Task[];
  /** What is wrong, in words; undefined when all invariants hold. */
  check(outcomes: readonly Outcome[]): Promise<string | undefined>;
}

export type Prepare = (stage: Stage) => Promise<Play>;

export interface Scenario {
  name: string;
  /** What it shows. */
  promise: string;
  /** Links that may break in one run. Default 2. */
  cuts?: number;
  prepare: Prepare;
  /** The same with one thing wrong on purpose. The simulator must find each, or it is blind. */
  broken: Readonly<Record<string, Prepare>>;
}
