import { ApiError } from '../client/src/problem.ts';
import type { DevicePosition } from '../client/src/live/live.ts';
import type { SimClock } from './clock.ts';
import type { SimulatorStats } from './stats.ts';

interface Late {
  subject: string;
  work(): Promise<unknown>;
}

export interface PhoneParts {
  clock: SimClock;
  stats: SimulatorStats;
  send(position: DevicePosition): void;
  log(line: string): void;
  /** The server refused what was done: something else had happened to the subject first. */
  overtaken(subject: string): void;
}

/** A driver's phone. Without a network it keeps what is done, with its own times, and sends it in order later. */
export class Phone {
  readonly #parts: PhoneParts;
  readonly #late: Late[] = [];
  readonly #held: DevicePosition[] = [];
  #back: Promise<void> | undefined;

  constructor(parts: PhoneParts) {
    this.#parts = parts;
  }

  get online(): boolean {
    return this.#back === undefined;
  }

  /** Resolves when there is a network. */
  async whenOnline(): Promise<void> {
    while (this.#back) await this.#back;
  }

  report(position: DevicePosition): void {
    if (this.online) this.#parts.send(position);
    else this.#held.push(position);
  }

  /**
   * Does it now, or keeps it until there is a network.
   * @returns the answer; undefined when it was kept, or when the server refused because it had been overtaken
   */
  async act<T>(subject: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.online) return this.#try({ subject, work }) as Promise<T | undefined>;
    this.#late.push({ subject, work });
    return undefined;
  }

  /** No network for so many simulated seconds. */
  loseNetwork(seconds: number): void {
    if (!this.online) return;
    this.#parts.stats.networkLost++;
    this.#back = this.#parts.clock.sleep(seconds).then(() => this.#catchUp());
    this.#back.catch(() => {});
  }

  async #catchUp(): Promise<void> {
    const { send, stats } = this.#parts;
    for (;;) {
      // Again after each: what was reported meanwhile comes before what is reported after.
      for (const position of this.#held.splice(0)) send(position);
      const late = this.#late.shift();
      if (!late) break;
      stats.sentLate++;
      await this.#try(late);
    }
    this.#back = undefined;
  }

  async #try({ subject, work }: Late): Promise<unknown> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      if (error.status === 400 || error.status === 422) this.#parts.log(`${subject}: ${error.message}`);
      this.#parts.stats.overtaken++;
      this.#parts.overtaken(subject);
      return undefined;
    }
  }
}
