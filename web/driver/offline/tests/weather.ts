/** What the network does to one request. */
export type Fate = 'through' | 'lost before' | 'lost after';

export interface Weather {
  online: boolean;
  /** Of 100 requests, so many never arrive, and of so many the answer is lost. */
  lostBefore: number;
  lostAfter: number;
}

export interface FaultyNetwork {
  fetch: typeof fetch;
  /** Nothing comes back to the program any more, as when the page is killed; what is on its way still arrives. */
  kill(): void;
  /** Resolves when the server has answered everything that reached it. */
  quiet(): Promise<void>;
  lost: { before: number; after: number };
}

const never = new Promise<never>(() => undefined);

/** A network under `fetch` that loses requests on their way and answers on theirs. */
export function faultyNetwork(weather: Weather, dice: () => number): FaultyNetwork {
  let alive = true;
  const underway = new Set<Promise<unknown>>();
  const lost = { before: 0, after: 0 };
  const fateOf = (): Fate => {
    const roll = dice() * 100;
    if (roll < weather.lostBefore) return 'lost before';
    return roll < weather.lostBefore + weather.lostAfter ? 'lost after' : 'through';
  };
  return {
    lost,
    kill() {
      alive = false;
    },
    async quiet() {
      await Promise.allSettled(underway);
    },
    async fetch(input, init) {
      if (!alive) return never;
      const fate = fateOf();
      if (!weather.online || fate === 'lost before') {
        lost.before++;
        throw new TypeError('fetch failed');
      }
      const arriving = fetch(input, init);
      underway.add(arriving);
      const answer = await arriving.finally(() => underway.delete(arriving));
      if (!alive) return never;
      if (fate === 'lost after' || !weather.online) {
        lost.after++;
        await answer.arrayBuffer();
        throw new TypeError('terminated');
      }
      return answer;
    },
  };
}
