import { pick, seededRng } from '../../src/platform/ports/rng.ts';
import type { Fate, GatedConnection } from './gate.ts';
import type { Seat, Stage } from './stage.ts';

/** What one task does, with the context of its seat. */
export type Task = (seat: Seat) => Promise<unknown>;

export type Outcome = { value: unknown } | { error: unknown };

export interface Played {
  /** One line for each step: who, which statement, how it went. The same seed gives the same lines. */
  trace: string[];
  outcomes: Outcome[];
  deadlocks: number;
}

const patienceMs = 10_000;
const longestTrace = 2000;

interface Running {
  seat: Seat;
  outcome: Outcome | undefined;
}

/**
 * Runs the tasks against each other in an order that the seed alone decides. A decision is made only when every task
 * has a statement to send, waits for a lock, or is over; then exactly one statement is let through. Those who wait
 * for a lock stand still meanwhile and go on one after the other: woken together they would race.
 * @param cuts how many links may break in this run, at most
 */
export async function play(
  stage: Stage,
  tasks: readonly Task[],
  seed: number,
  cuts: number,
): Promise<Played> {
  const running = tasks.map((task, index) => start(stage, stage.seats[index]!, task));
  try {
    return await carryOut(stage, running, seed, cuts);
  } finally {
    stage.freezer.thawAll();
  }
}

async function carryOut(
  stage: Stage,
  running: readonly Running[],
  seed: number,
  cuts: number,
): Promise<Played> {
  const rng = seededRng(Math.imul(seed + 1, 0x9e3779b1));
  const trace: string[] = [];
  let cutsLeft = Math.floor(rng.float() * (cuts + 1));
  let deadlocks = 0;
  let waiting: GatedConnection[] = [];

  for (;;) {
    await settle(stage, running, trace);
    for (const connection of waiting) {
      stage.freezer.thaw(connection.pid());
      await settle(stage, running, trace);
    }
    waiting = stillWaiting(waiting, running);
    const choices = running.flatMap(({ seat, outcome }) =>
      outcome
        ? []
        : [...seat.gate.connections].filter((one) => one.held()).map((connection) => ({ seat, connection })),
    );
    if (choices.length === 0) {
      if (running.every(({ outcome }) => outcome)) break;
      // All wait for each other. Whoever looks for it after a second of waiting is ended: only the last one may look.
      deadlocks++;
      trace.push('deadlock');
      for (const { pid } of waiting.slice(0, -1)) stage.freezer.freeze(pid());
      await untilMoved(stage, running);
      continue;
    }
    const { seat, connection } = pick(rng, choices);
    const fate = fateOf(rng.float(), cutsLeft);
    if (fate !== 'run') cutsLeft--;
    trace.push(`${seat.name} ${connection.held()}${fate === 'run' ? '' : ` [${fate}]`}`);
    if (trace.length > longestTrace) throw new Error(`No end after ${longestTrace} steps`);
    for (const { pid } of waiting) stage.freezer.freeze(pid());
    const answer = connection.grant(fate);
    if (fate === 'run') continue;
    if (await answersBeforeBlocked(stage, connection, answer)) await stage.gone(connection.pid());
    else connection.spare();
  }
  for (const { seat, outcome } of running)
    trace.push(`${seat.name} ${outcome && 'error' in outcome ? 'failed' : 'ended'}`);
  return { trace, outcomes: running.map(({ outcome }) => outcome!), deadlocks };
}

/** Who waits for a lock, in the order in which they came to wait; they are woken in the same order. */
function stillWaiting(before: readonly GatedConnection[], running: readonly Running[]): GatedConnection[] {
  const now = running.filter(({ outcome }) => !outcome).flatMap(connectionsOf);
  const inFlight = now.filter((link) => link.inFlight());
  return [
    ...before.filter((link) => inFlight.includes(link)),
    ...inFlight.filter((link) => !before.includes(link)),
  ];
}

/** False when the statement waits for a lock: who holds it must go on first. */
async function answersBeforeBlocked(
  stage: Stage,
  connection: GatedConnection,
  answer: Promise<void>,
): Promise<boolean> {
  let answered = false;
  void answer.then(() => {
    answered = true;
  });
  for (;;) {
    await stage.change(2);
    if (answered) return true;
    if ((await stage.blockedOf([connection])).size > 0) return false;
  }
}

function fateOf(chance: number, cutsLeft: number): Fate {
  if (cutsLeft === 0 || chance > 0.24) return 'run';
  return chance < 0.1 ? 'cut before' : 'cut after';
}

function start(stage: Stage, seat: Seat, task: Task): Running {
  const running: Running = { seat, outcome: undefined };
  const end = (outcome: Outcome) => {
    running.outcome = outcome;
    stage.changed.emit('change');
  };
  task(seat).then(
    (value) => end({ value }),
    (error: unknown) => end({ error }),
  );
  return running;
}

const connectionsOf = ({ seat }: Running): GatedConnection[] => [...seat.gate.connections];

/** Waits until nothing moves by itself: each task holds a statement, waits for a lock, or is over. */
async function settle(stage: Stage, running: readonly Running[], trace: readonly string[]): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    for (const { gate } of stage.seats)
      for (const pid of gate.leaving) {
        await stage.gone(pid);
        gate.leaving.delete(pid);
      }
    const resting = (link: GatedConnection) => link.held() || stage.freezer.frozen.has(link.pid());
    const restless = running.filter((one) => !one.outcome && !connectionsOf(one).some(resting));
    if (restless.length === 0) return;
    const asked = restless.map((one) => connectionsOf(one).filter((link) => link.inFlight()));
    if (asked.every((links) => links.length > 0)) {
      const blocked = await stage.blockedOf(asked.flat());
      if (asked.every((links) => links.every((link) => link.inFlight() && blocked.has(link.pid())))) return;
    }
    if (performance.now() > deadline)
      throw new Error(
        `${restless.map(({ seat }) => seat.name).join(', ')} is stuck after\n${trace.join('\n')}`,
      );
    await stage.change(2);
  }
}

/** After a deadlock: until the server's answer to somebody is there. */
async function untilMoved(stage: Stage, running: readonly Running[]): Promise<void> {
  const waiting = running
    .filter(({ outcome }) => !outcome)
    .flatMap(connectionsOf)
    .filter((link) => link.inFlight());
  const deadline = performance.now() + patienceMs;
  while (waiting.every((link) => link.inFlight())) {
    if (performance.now() > deadline) throw new Error('A deadlock was not resolved');
    await stage.change(20);
  }
}
