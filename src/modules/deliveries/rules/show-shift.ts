import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import type { Shift } from '../queries/shifts.ts';

export const shiftStates = ['planned', 'active', 'ended', 'cancelled'] as const;
const time = z.iso.datetime();

export const shift = z
  .strictObject({
    id,
    state: z.enum(shiftStates),
    version: z.int(),
    stateSince: time,
    driverId: id,
    vehicleId: id.nullable(),
    plannedFrom: time,
    plannedTo: time,
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Shift' });

export function showShift(row: Shift): z.input<typeof shift> {
  return {
    id: row.id,
    state: row.state as (typeof shiftStates)[number],
    version: row.version,
    stateSince: row.stateSince.toISOString(),
    driverId: row.driverId,
    vehicleId: row.vehicleId,
    plannedFrom: row.plannedFrom.toISOString(),
    plannedTo: row.plannedTo.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
