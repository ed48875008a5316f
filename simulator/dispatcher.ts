import { ApiError } from '../client/src/problem.ts';
import type { Random } from './random.ts';
import type { ApiEvent, Delivery } from './types.ts';
import type { World } from './world.ts';

const giveUpChance = 0.2;
/** A little longer than the platform waits by itself when the day runs at its real pace. */
const unansweredSeconds = 320;
/** A delivery that nothing has found a driver for by then is looked at by hand. */
const waitingSeconds = 90;

interface Candidate {
  driverId: string;
  suitable: boolean;
}

/** The office: decides what follows a failed try, releases drafts, and finds a driver where none was found. */
export class Dispatcher {
  readonly #world: World;
  readonly #random: Random;
  readonly #deciding = new Set<string>();
  /** Deliveries that wait for a driver, in the order in which they are looked at. */
  readonly #unassigned = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('dispatcher');
  }

  hear({ entity, entityId, name, toState, payload }: ApiEvent): void {
    if (entity !== 'delivery') return;
    const exception = name === 'deliveries.exceptionRaised' ? payload['exception'] : null;
    this.#lookAt(entityId, toState, payload['assignmentMode'] === 'manual' || exception === 'no_driver');
  }

  /** For what is there already when the day begins. */
  see({ id, state, assignmentMode, exception }: Delivery): void {
    this.#lookAt(id, state, assignmentMode === 'manual' || exception === 'no_driver');
  }

  /** Goes through those without a driver, one after another, and begins again with those that are left. */
  async run(): Promise<void> {
    const { clock } = this.#world;
    for (;;) {
      await clock.sleep(20);
      for (const id of [...this.#unassigned]) {
        const outcome = await this.#assign(id);
        if (outcome === 'nobody') break;
        this.#unassigned.delete(id);
        await clock.sleep(this.#random.between(2, 8));
      }
    }
  }

  #lookAt(id: string, state: string | null, needsHand: boolean): void {
    if (state === 'ready' && needsHand) this.#unassigned.add(id);
    else if (state === 'ready') this.#later(`waiting ${id}`, waitingSeconds, () => this.#lookAgain(id));
    else if (state === 'failed' || state === 'draft') this.#decideSoon(id, state);
    else if (state === 'assigned') this.#later(`offer ${id}`, unansweredSeconds, () => this.#takeBack(id));
  }

  #decideSoon(id: string, state: string): void {
    this.#later(id, this.#random.between(20, 90), () => this.#decide(id, state));
  }

  /** Once for each key at a time. */
  #later(key: string, seconds: number, work: () => Promise<void>): void {
    if (this.#deciding.has(key)) return;
    this.#deciding.add(key);
    this.#world.spawn(`office, ${key}`, async () => {
      try {
        await this.#world.clock.sleep(seconds);
        await work();
      } catch (error) {
        // Somebody else decided first.
        if (!(error instanceof ApiError) || error.status >= 500) throw error;
        this.#world.stats.overtaken++;
      } finally {
        this.#deciding.delete(key);
      }
    });
  }

  async #lookAgain(id: string): Promise<void> {
    const { state } = await this.#world.office.get<Delivery>(`/v1/deliveries/${id}`);
    if (state === 'ready') this.#unassigned.add(id);
  }

  /** An offer that nobody answers: the next driver is asked by hand. */
  async #takeBack(id: string): Promise<void> {
    const { stateSince, state } = await this.#world.office.get<Delivery>(`/v1/deliveries/${id}`);
    const waitedSeconds = ((Date.now() - Date.parse(stateSince)) / 1000) * this.#world.clock.speed;
    if (state !== 'assigned' || waitedSeconds < unansweredSeconds * 0.9) return;
    await this.#act(id, 'unassignDriver', { reason: 'No answer' });
    this.#unassigned.add(id);
  }

  async #decide(id: string, state: string): Promise<void> {
    const { stats } = this.#world;
    if (state === 'draft') return this.#act(id, 'release');
    if (!this.#random.chance(giveUpChance)) {
      try {
        await this.#act(id, 'retry');
        stats.retried++;
        return;
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'no_tries_left') throw error;
      }
    }
    await this.#act(id, 'startReturn', { reason: 'It could not be handed over' });
    stats.sentBack++;
  }

  async #assign(id: string): Promise<'assigned' | 'overtaken' | 'nobody'> {
    const { office, stats } = this.#world;
    const { state } = await office.get<Delivery>(`/v1/deliveries/${id}`);
    if (state !== 'ready') return 'overtaken';
    const { items } = await office.get<{ items: Candidate[] }>(`/v1/deliveries/${id}/candidates`);
    const best = items.find(({ suitable }) => suitable);
    if (!best) return 'nobody';
    try {
      await this.#act(id, 'assignDriver', { driverId: best.driverId });
      stats.assignedByHand++;
      return 'assigned';
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      stats.overtaken++;
      return error.code === 'driver_not_available' ? 'nobody' : 'overtaken';
    }
  }

  async #act(id: string, action: string, body: object = {}): Promise<void> {
    await this.#world.office.post(`/v1/deliveries/${id}/actions/${action}`, body);
  }
}
