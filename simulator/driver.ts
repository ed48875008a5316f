import type { HttpClient } from '../client/src/http.ts';
import { ApiError } from '../client/src/problem.ts';
import { distanceMeters, shifted } from './geometry.ts';
import { Mover } from './mover.ts';
import { Phone } from './phone.ts';
import type { Random } from './random.ts';
import { answerOffer } from './offers.ts';
import { nextVisit, visit } from './visits.ts';
import type { ApiEvent, Delivery, Driver, Point } from './types.ts';
import type { World } from './world.ts';
import type { DevicePosition } from '../client/src/live/live.ts';

/** A delivery that a driver holds. It leaves the driver's list when `delivery.state` says so. */
export interface Job {
  delivery: Delivery;
}

const held = new Set(['accepted', 'picked_up', 'in_transit', 'arrived', 'returning']);

/** One driver with a vehicle and a phone: answers offers, drives, hands over, takes breaks, loses the network. */
export class DriverAgent {
  readonly driver: Driver;
  readonly api: HttpClient;
  readonly world: World;
  readonly random: Random;
  readonly phone: Phone;
  readonly mover: Mover;
  readonly jobs = new Map<string, Job>();
  /** Heard while there was no network. */
  readonly #missed: ApiEvent[] = [];
  readonly #answering = new Set<string>();
  #wake: (() => void) | undefined;
  /** Set while the driver has nothing to do and may be called away from where they go. */
  #idle = false;

  constructor(world: World, driver: Driver, start: Point, send: (position: DevicePosition) => void) {
    this.world = world;
    this.driver = driver;
    this.api = world.as('driver', driver.id);
    this.random = world.random.fork(`driver ${driver.id}`);
    this.mover = new Mover(start);
    this.phone = new Phone({
      clock: world.clock,
      stats: world.stats,
      send,
      log: world.log,
      overtaken: (id) => world.spawn(`resync ${id}`, () => this.resync(id)),
    });
    world.traffic.add(this.mover, (nowMs) => this.phone.report(this.#fix(nowMs)));
  }

  /** Something happened to a delivery that concerns this driver. */
  hear(event: ApiEvent): void {
    if (!this.phone.online) {
      this.#missed.push(event);
      return;
    }
    const { entityId: id, sequence, toState } = event;
    const job = this.jobs.get(id);
    if (job && sequence <= job.delivery.version) return;
    if (toState === 'assigned') this.consider(id);
    else if (job && !held.has(toState ?? '')) this.drop(id);
    else if (toState && held.has(toState) && event.payload.driverId === this.driver.id)
      this.world.spawn(`resync ${id}`, () => this.resync(id));
  }

  /** An offer waits for an answer. */
  consider(id: string): void {
    if (this.#answering.has(id)) return;
    this.#answering.add(id);
    this.world.spawn(`answer ${id}`, async () => {
      try {
        await answerOffer(this, id);
      } finally {
        this.#answering.delete(id);
      }
    });
  }

  /** Takes what the server says about a delivery, when it is this driver's to do. */
  take(delivery: Delivery): void {
    if (delivery.driverId !== this.driver.id || !held.has(delivery.state)) {
      this.drop(delivery.id);
      return;
    }
    const job = this.jobs.get(delivery.id);
    if (!job) this.jobs.set(delivery.id, { delivery });
    else if (job.delivery.version <= delivery.version) job.delivery = delivery;
    this.#wake?.();
    if (this.#idle) this.mover.stop();
  }

  /** It is no longer this driver's. */
  drop(id: string): void {
    if (this.jobs.delete(id)) this.mover.stop();
  }

  async resync(id: string): Promise<void> {
    try {
      this.take(await this.api.get<Delivery>(`/v1/deliveries/${id}`));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      this.drop(id);
    }
  }

  async run(): Promise<void> {
    const { clock } = this.world;
    // A shift does not begin for everyone in the same second.
    await clock.sleep(this.random.between(0, 5));
    await this.#work('goOnline', 'offline');
    if (this.driver.state === 'on_break') await this.#work('endBreak', 'on_break');
    this.world.spawn(`network of ${this.driver.name}`, () => this.#network());
    for (;;) {
      const next = nextVisit(this);
      if (next && next.job.delivery.state !== 'arrived' && this.random.chance(0.01)) await this.#break();
      else if (next) await visit(this, next);
      else await this.#rest();
    }
  }

  /** Drives and walks; stops early when the reason to go there is gone. */
  async goTo(point: Point): Promise<boolean> {
    const legs = await this.world.roads.way(this.mover.position, point, this.driver.vehicleKind);
    await this.mover.follow(legs);
    return distanceMeters(this.mover.position, point) < 15;
  }

  async #rest(): Promise<void> {
    this.#idle = true;
    try {
      if (await this.#waitForWork(this.random.between(60, 240))) return;
      if (this.random.chance(0.08)) return await this.#break();
      // Free drivers go where parcels come from.
      const hub = this.random.pick(this.world.hubs);
      if (distanceMeters(hub, this.mover.position) > 300)
        await this.goTo(shifted(hub, this.random.between(-60, 60), this.random.between(-60, 60)));
    } finally {
      this.#idle = false;
    }
  }

  async #break(): Promise<void> {
    await this.#work('startBreak', 'online');
    await this.world.clock.sleep(this.random.between(300, 900));
    await this.#work('endBreak', 'on_break');
  }

  /** @returns whether there is work now */
  async #waitForWork(seconds: number): Promise<boolean> {
    if (this.jobs.size > 0) return true;
    const called = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([called, this.world.clock.sleep(seconds)]);
    this.#wake = undefined;
    return this.jobs.size > 0;
  }

  /** An action on the driver's own working state; where another state came first, that stands. */
  async #work(action: string, from: Driver['state']): Promise<void> {
    if (this.driver.state !== from && action === 'goOnline') return;
    try {
      await this.phone.whenOnline();
      const { state } = await this.api.post<Driver>(`/v1/drivers/${this.driver.id}/actions/${action}`);
      this.driver.state = state;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'illegal_transition') throw error;
    }
  }

  async #network(): Promise<void> {
    for (;;) {
      await this.world.clock.sleep(this.random.exponential(2400));
      this.phone.loseNetwork(this.random.between(30, 180));
      await this.phone.whenOnline();
      for (const event of this.#missed.splice(0)) this.hear(event);
    }
  }

  #fix(nowMs: number): DevicePosition {
    const { position, metersPerSecond, heading } = this.mover;
    const noise = metersPerSecond > 0 ? 1.5 : 0;
    const seen = shifted(position, this.random.between(-noise, noise), this.random.between(-noise, noise));
    return {
      deviceId: this.driver.id,
      time: nowMs,
      lat: Math.round(seen.lat * 1e6) / 1e6,
      lng: Math.round(seen.lng * 1e6) / 1e6,
      speedMetersPerSecond: Math.round(metersPerSecond * 10) / 10,
      headingDegrees: Math.round(heading),
      accuracyMeters: 4,
    };
  }
}
