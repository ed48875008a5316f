interface Sleeper {
  timer: ReturnType<typeof setTimeout>;
  reject(reason: Error): void;
}

/** Time of the simulated day, which runs `speed` times faster than the real one. */
export class SimClock {
  readonly speed: number;
  readonly #sleepers = new Set<Sleeper>();
  #ended: Error | undefined;

  constructor(speed: number) {
    this.speed = speed;
  }

  /** Resolves after so many simulated seconds. Rejects when the simulation ends. */
  sleep(seconds: number): Promise<void> {
    return this.sleepReal((seconds * 1000) / this.speed);
  }

  sleepReal(millis: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      const timer = setTimeout(() => {
        this.#sleepers.delete(sleeper);
        resolve();
      }, millis);
      const sleeper: Sleeper = { timer, reject };
      this.#sleepers.add(sleeper);
    });
  }

  /** Wakes everyone with this reason. */
  end(reason: Error): void {
    this.#ended = reason;
    for (const { timer, reject } of this.#sleepers) {
      clearTimeout(timer);
      reject(reason);
    }
    this.#sleepers.clear();
  }
}
