import { z } from 'zod';
import { id, instant } from '../../platform/http/fields.ts';

/** The shapes of the capability on the wire. */

export const resourceKinds = ['vehicle', 'driver'] as const;
export const slotKinds = ['booked', 'blocked', 'maintenance', 'shift'] as const;

export const resourceParams = z.strictObject({ kind: z.enum(resourceKinds), id });

const note = z.string().trim().min(1).max(500);
const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to);
const order = { path: ['to'], message: 'must be after from' };

export const newSlot = z
  .strictObject({
    from: instant,
    to: instant.meta({ description: 'No longer part of it: the next one may begin here' }),
    kind: z.enum(['blocked', 'maintenance']),
    note: note.optional(),
  })
  .refine(inOrder, order)
  .meta({ id: 'NewSlot' });

export const slotPatch = z
  .strictObject({ from: instant.optional(), to: instant.optional(), note: note.nullable().optional() })
  .refine(inOrder, order)
  .meta({ id: 'SlotPatch' });

const time = z.iso.datetime();

export const slot = z
  .strictObject({
    id,
    version: z.int(),
    resource: z.strictObject({ kind: z.enum(resourceKinds), id }),
    from: time,
    to: time,
    kind: z.enum(slotKinds),
    holder: z
      .strictObject({ module: z.string(), entity: z.string(), id })
      .meta({ description: 'What needs the resource; `calendar` for slots made by hand' }),
    note: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Slot', description: 'A time [from, to) in which a vehicle or driver is taken' });
