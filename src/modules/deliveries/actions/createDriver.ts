import type { z } from 'zod';
import { registerResource } from '../../../capabilities/calendar/api.ts';
import { registerDevice } from '../../../capabilities/tracking/api.ts';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { begin } from '../../../platform/lifecycle/perform.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { driverLifecycle } from '../driver-lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { insertDriver, type Driver } from '../queries/drivers.ts';
import type { newDriver } from '../schema.ts';

const capacityByKind: Record<string, number> = {
  foot: 10_000,
  bike: 15_000,
  cargo_bike: 120_000,
  car: 250_000,
  van: 900_000,
  truck: 8_000_000,
};

/**
 * Adds a driver, offline, and lets their phone report positions.
 * @throws id_taken
 */
export async function createDriver(
  tx: Transaction,
  order: z.output<typeof newDriver>,
  actor: Actor,
  ports: Ports,
): Promise<Driver> {
  const now = ports.clock.now();
  const vehicleKind = order.vehicleKind ?? 'car';
  const driver: Driver = {
    id: order.id ?? newId(ports),
    state: 'offline',
    version: 1,
    lifecycleVersion: driverLifecycle.version,
    stateSince: now,
    name: order.name,
    phone: order.phone ?? null,
    skills: order.skills ?? [],
    vehicleId: order.vehicleId ?? null,
    vehicleKind,
    capacityGrams: order.capacityGrams ?? capacityByKind[vehicleKind]!,
    regionId: order.regionId ?? null,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await insertDriver(tx, driver)))
    throw deliveriesErrors.id_taken('This person is a driver already.', {
      errors: [{ field: 'id', reason: 'is a driver already' }],
    });
  await registerDevice(tx, {
    deviceId: driver.id,
    kind: 'driver',
    name: driver.name,
    partyId: driver.id,
    companyId: null,
    regionId: driver.regionId,
  });
  await registerResource(tx, { kind: 'driver', id: driver.id }, driver.id, ports);
  begin(
    tx,
    driverLifecycle,
    driver,
    { event: deliveriesEvents.driverCreated, actor, payload: { name: driver.name } },
    ports,
  );
  return driver;
}
