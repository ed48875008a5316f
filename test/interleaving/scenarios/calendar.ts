import { randomUUID } from 'node:crypto';
import {
  holdSlots,
  moveSlot,
  overlaps,
  registerResource,
  type Period,
  type ResourceRef,
  type SlotRequest,
} from '../../../src/capabilities/calendar/api.ts';
import { lockResource } from '../../../src/capabilities/calendar/queries/resources.ts';
import { insertSlot, overlapping, updateSlot } from '../../../src/capabilities/calendar/queries/slots.ts';
import { systemActor } from '../../../src/platform/auth/actor.ts';
import type { Transaction } from '../../../src/platform/db/database.ts';
import type { Prepare, Scenario } from '../scenario.ts';
import type { Seat, Stage } from '../stage.ts';
import { freshId } from './client.ts';

export const calendarSet = {
  schema: 'calendar',
  folder: new URL('../../../src/capabilities/calendar/migrations/', import.meta.url),
};

const actor = systemActor('test');
const at = (hour: number) => new Date(Date.UTC(2026, 0, 2, hour));
const holder = () => ({ module: 'rentals', entity: 'booking', id: randomUUID() });

type Hold = (tx: Transaction, requests: readonly SlotRequest[], seat: Seat) => Promise<unknown>;
type Move = (tx: Transaction, change: { id: string; to: Date }, seat: Seat) => Promise<unknown>;

interface Ways {
  hold: Hold;
  move: Move;
}

const product: Ways = {
  hold: (tx, requests, { ctx }) => holdSlots(tx, requests, actor, ctx),
  move: (tx, change, { ctx }) => moveSlot(tx, change, actor, ctx),
};

/** Writes the slots one by one, with or without the locks that the product takes before. */
async function writeAll(tx: Transaction, requests: readonly SlotRequest[], seat: Seat): Promise<void> {
  const now = seat.ctx.clock.now();
  for (const { resource, from, to, kind, holder: held } of requests) {
    const row = await insertSlot(tx, {
      id: freshId(),
      version: 1,
      resourceKind: resource.kind,
      resourceId: resource.id,
      from,
      to,
      kind,
      module: held.module,
      entity: held.entity,
      entityId: held.id,
      note: null,
      createdBy: 'test',
      createdAt: now,
      updatedAt: now,
    });
    if (!row) throw new Error('taken');
  }
}

const constraintAlone: Ways = { ...product, hold: writeAll };

const lockedAsAsked: Ways = {
  ...product,
  async hold(tx, requests, seat) {
    for (const { resource } of requests) await lockResource(tx, resource);
    await writeAll(tx, requests, seat);
  },
};

/** Looks whether the time is free, and then takes it, on a calendar whose constraint somebody dropped. */
const looksThenWrites: Ways = {
  async hold(tx, requests, seat) {
    for (const { resource, kind, ...period } of requests)
      if ((await overlapping(tx, resource, { period, kind })).length > 0) throw new Error('taken');
    await writeAll(tx, requests, seat);
  },
  async move(tx, { id, to }, { ctx }) {
    await updateSlot(tx, id, { period: { from: at(8), to }, note: null, version: 2, at: ctx.clock.now() });
  },
};

/** Two people want the same van and driver, named in another order; a third extends what they have. */
const play =
  ({ hold, move }: Ways, { constraint = true, extended = true } = {}): Prepare =>
  async (stage) => {
    await constrain(stage, constraint);
    const { ctx } = stage.seats[0]!;
    // Sorted, because locks are taken in the order of ids, and a seed must give the same order each time.
    const [one, other] = [freshId(), freshId()].toSorted() as [string, string];
    const van: ResourceRef = { kind: 'vehicle', id: one };
    const driver: ResourceRef = { kind: 'driver', id: other };
    const first = await prepare(stage, van, driver);
    const want =
      (resources: readonly ResourceRef[], period: Period) =>
      (seat: Seat): Promise<unknown> => {
        const held = holder();
        const requests = resources.map((resource) => ({
          resource,
          ...period,
          kind: 'booked' as const,
          holder: held,
        }));
        return seat.ctx.db.transaction((tx) => hold(tx, requests, seat), { retries: 0 });
      };
    const extend = (seat: Seat) =>
      seat.ctx.db.transaction((tx) => move(tx, { id: first, to: at(12) }, seat), { retries: 0 });
    return {
      tasks: [
        want([van, driver], { from: at(11), to: at(13) }),
        want([driver, van], { from: at(12), to: at(14) }),
        ...(extended ? [extend] : []),
      ],
      async check(outcomes) {
        const pairs = await overlaps(stage.sql as never);
        if (pairs.length > 0) return 'two slots of one calendar overlap';
        const told = outcomes.filter((outcome, index) => index < 2 && 'value' in outcome).length;
        const [row] = await stage.sql<{ slots: number }[]>`
          select count(*)::integer as slots from calendar.slots where resource_id in (${van.id}, ${driver.id})`;
        if (row!.slots < 1 + told * 2) return `${told} were told yes, but ${row!.slots} slots are there`;
        const deadlocked = outcomes.some((outcome) => 'error' in outcome && isDeadlock(outcome.error));
        return deadlocked ? 'a deadlock' : undefined;
      },
    };

    async function prepare(on: Stage, ...resources: ResourceRef[]): Promise<string> {
      const seat = on.seats[0]!;
      const id = freshId();
      await on.sql.begin(async (sql) => {
        const tx = Object.assign(sql, {
          withCommit: (statement: { execute(): unknown }) => statement.execute(),
        });
        for (const resource of resources) await registerResource(tx as never, resource, null, ctx);
        const request = {
          id,
          resource: van,
          from: at(8),
          to: at(10),
          kind: 'booked' as const,
          holder: holder(),
        };
        await holdSlots(tx as never, [request], actor, seat.ctx);
      });
      return id;
    }
  };

const isDeadlock = (error: unknown): boolean => (error as { code?: string }).code === '40P01';

/** The stage outlives a run: whoever needs the constraint puts it back, after what broke it is gone. */
async function constrain(stage: Stage, wanted: boolean): Promise<void> {
  const [row] = await stage.sql<{ there: boolean }[]>`
    select exists (select from pg_constraint where conname = 'slots_no_overlap') as there`;
  if (row!.there === wanted) return;
  if (!wanted) {
    await stage.sql`alter table calendar.slots drop constraint slots_no_overlap`;
    return;
  }
  await stage.sql`truncate calendar.slots`;
  await stage.sql`
    alter table calendar.slots add constraint slots_no_overlap exclude using gist (
      resource_id with =, resource_kind with =, layer with =, held with &&)`;
}

/** A ring of two: with a third waiting behind it, who goes first once it is broken is the server's choice. */
const alone = { extended: false };

export const doubleBooking: Scenario = {
  name: 'double-booking',
  promise: 'two bookings of one vehicle never overlap, and nobody waits in a ring',
  prepare: play(product),
  broken: {
    'the constraint alone, without the lock': play(constraintAlone, alone),
    'locked in the order that was asked': play(lockedAsAsked, alone),
    'looks, then writes': play(looksThenWrites, { constraint: false }),
  },
};
