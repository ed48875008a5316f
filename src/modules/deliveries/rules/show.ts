import type { z } from 'zod';
import type { Contact } from '../actions/withContact.ts';
import type { Delivery } from '../queries/deliveries.ts';
import type { Driver } from '../queries/drivers.ts';
import type { Proof } from '../queries/proofs.ts';
import type { delivery, driver, driverDetails, offer, proof } from '../schema.ts';

const iso = (date: Date | null): string | null => (date ? date.toISOString() : null);

/** A delivery as the API gives it. */
export function showDelivery(row: Delivery): z.input<typeof delivery> {
  return {
    id: row.id,
    state: row.state,
    version: row.version,
    stateSince: row.stateSince.toISOString(),
    reference: row.reference,
    customerId: row.customerId,
    regionId: row.regionId,
    pickup: row.pickup,
    dropoff: row.dropoff,
    windowFrom: iso(row.windowFrom),
    windowTo: iso(row.windowTo),
    weightGrams: row.weightGrams,
    requiredSkills: row.requiredSkills,
    proofRules: row.proofRules,
    notes: row.notes,
    price: row.priceMinor === null ? null : { amountMinor: row.priceMinor, currency: row.currency! },
    assignmentMode: row.assignmentMode,
    driverId: row.driverId,
    routePosition: row.routePosition,
    tries: row.tries,
    failureReason: row.failureReason,
    exception: row.exception,
    exceptionSince: iso(row.exceptionSince),
    etaAt: iso(row.etaAt),
    deliveredAt: iso(row.deliveredAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...(row.recipient && { recipient: row.recipient }),
  };
}

/** A delivery that waits for its driver's answer, as the API gives it. */
export function showOffer(row: Delivery, offerTtlSeconds: number): z.input<typeof offer> {
  const { approachMeters } = row.assignment ?? {};
  return {
    delivery: showDelivery(row),
    approachMeters: typeof approachMeters === 'number' ? approachMeters : null,
    expiresAt: new Date(row.stateSince.getTime() + offerTtlSeconds * 1000).toISOString(),
  };
}

/** A driver as the API gives them. */
export function showDriver(row: Driver): z.input<typeof driver> {
  return {
    id: row.id,
    state: row.state,
    version: row.version,
    stateSince: row.stateSince.toISOString(),
    name: row.name,
    phone: row.phone,
    skills: row.skills,
    vehicleId: row.vehicleId,
    vehicleKind: row.vehicleKind,
    capacityGrams: row.capacityGrams,
    regionId: row.regionId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The same with when and where they were last heard of. */
export function showDriverDetails(row: Driver & Contact): z.input<typeof driverDetails> {
  const { lastSeenAt, position, lostContact } = row;
  return { ...showDriver(row), lastSeenAt: iso(lastSeenAt), position, lostContact };
}

/** A proof as the API gives it. */
export function showProof(row: Proof): z.input<typeof proof> {
  return { ...row, deviceTime: iso(row.deviceTime), serverTime: row.serverTime.toISOString() };
}
