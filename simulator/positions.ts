import type { HttpClient } from '../client/src/http.ts';
import { LiveClient, PositionQueue, type DevicePosition } from '../client/src/live/live.ts';
import type { SimulatorStats } from './stats.ts';

interface Outcome {
  accepted: number;
  setAside: { index: number; reason: string }[];
}

/** Sends the positions of the whole fleet in batches: over the live socket, by POST while it is not open. */
export class PositionSender {
  readonly #live: LiveClient;
  readonly #queue: PositionQueue;

  constructor(
    api: HttpClient,
    {
      baseUrl,
      tickMillis,
      stats,
      random,
    }: { baseUrl: string; tickMillis: number; stats: SimulatorStats; random(): number },
  ) {
    this.#live = new LiveClient({
      url: `${baseUrl.replace(/^http/, 'ws')}/v1/live`,
      ticket: async () => (await api.post<{ ticket: string }>('/v1/live/tickets')).ticket,
      random,
    });
    this.#queue = new PositionQueue({
      movingMillis: tickMillis,
      standingMillis: tickMillis,
      send: async (batch) => {
        const positions = batch.map((position) => ({ ...position, kind: 'driver' as const }));
        const { accepted, setAside }: Outcome =
          this.#live.state === 'open'
            ? await this.#live.sendPositions(positions)
            : await api.post<Outcome>('/v1/positions', { positions });
        stats.positions += accepted;
        stats.positionsSetAside += setAside.length;
      },
    });
  }

  start(): void {
    this.#live.connect();
  }

  add(position: DevicePosition): void {
    this.#queue.add(position);
  }

  flush(): Promise<void> {
    return this.#queue.flush();
  }

  stop(): void {
    this.#queue.stop();
    this.#live.close();
  }
}
