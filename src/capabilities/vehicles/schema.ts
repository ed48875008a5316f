import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';

/** The shapes of the capability on the wire. */

const line = (max: number) => z.string().trim().min(1).max(max);
const time = z.iso.datetime();

export const vehicleKinds = ['bike', 'cargo_bike', 'car', 'van', 'truck'] as const;
export const vehicleKind = z.enum(vehicleKinds);
export const vehicleStates = ['active', 'maintenance', 'retired'] as const;
export const vehicleState = z.enum(vehicleStates);
export const feature = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a word such as tail_lift');

const capacity = {
  capacityGrams: z.int().min(0).max(100_000_000),
  capacityCubicMeters: z.number().min(0).max(1000),
};
const features = z
  .array(feature)
  .max(30)
  .meta({ description: 'What it can do, such as cooled or tail_lift' });

export const newVehicle = z
  .strictObject({
    id: id.optional(),
    name: line(120),
    plate: line(20).optional(),
    kind: vehicleKind,
    capacityGrams: capacity.capacityGrams.optional().meta({ description: 'Default: usual for the kind' }),
    capacityCubicMeters: capacity.capacityCubicMeters
      .optional()
      .meta({ description: 'Default: usual for the kind' }),
    features: features.optional(),
    partyId: id.optional().meta({ description: 'Whose it is; none: the operator’s' }),
    homePlaceId: id.optional().meta({ description: 'Where it stands when it is not in use' }),
  })
  .meta({ id: 'NewVehicle' });

export const vehiclePatch = z
  .strictObject({
    name: line(120).optional(),
    plate: line(20).nullable().optional(),
    capacityGrams: capacity.capacityGrams.optional(),
    capacityCubicMeters: capacity.capacityCubicMeters.optional(),
    features: features.optional(),
    homePlaceId: id.nullable().optional(),
  })
  .meta({ id: 'VehiclePatch' });

export const vehicle = z
  .strictObject({
    id,
    version: z.int(),
    state: vehicleState,
    stateSince: time,
    name: z.string(),
    plate: z.string().nullable(),
    kind: vehicleKind,
    capacityGrams: z.int(),
    capacityCubicMeters: z.number(),
    features: z.array(z.string()),
    partyId: id.nullable(),
    homePlaceId: id.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Vehicle' });
