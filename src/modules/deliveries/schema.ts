import { z } from 'zod';
import { id, instant, latitude, longitude, money, point } from '../../platform/http/fields.ts';
import { assignmentModes } from './config.ts';
import { recipientRights } from './rules/recipient.ts';

/** The shapes of the module on the wire. */

const line = (max: number) => z.string().trim().min(1).max(max);

export const stop = z
  .strictObject({
    name: line(120).optional().meta({ description: 'Person or company at the door' }),
    phone: line(40).optional(),
    street: line(200).optional(),
    houseNumber: line(20).optional(),
    postcode: line(20).optional(),
    city: line(120).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as LI')
      .optional(),
    instructions: line(500).optional(),
    placeId: id.optional(),
    lat: latitude,
    lng: longitude,
  })
  .meta({ id: 'Stop', description: 'A door: where a parcel is picked up or handed over' });

export const proofKinds = ['signature', 'photo', 'code', 'scan'] as const;
export const proofKind = z.enum(proofKinds);
export const skill = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a word such as cold_chain');

export const deliveryStates = [
  'draft',
  'ready',
  'assigned',
  'accepted',
  'picked_up',
  'in_transit',
  'arrived',
  'delivered',
  'cancelled',
  'failed',
  'returning',
  'returned',
] as const;
export const deliveryState = z.enum(deliveryStates);

const wanted = {
  reference: line(80).optional().meta({ description: "The customer's own number; unique for each customer" }),
  windowFrom: instant.optional(),
  windowTo: instant.optional(),
  weightGrams: z.int().min(0).max(50_000_000).optional(),
  requiredSkills: z
    .array(skill)
    .max(20)
    .optional()
    .meta({ description: 'What the driver must be able to do' }),
  proofRules: z
    .array(proofKind)
    .max(4)
    .optional()
    .meta({ description: 'What must be handed over before it counts as delivered' }),
  notes: line(2000).optional(),
};

export const newDelivery = z
  .strictObject({
    id: z.uuidv7().optional().meta({ description: 'Made by the device when it works offline' }),
    customerId: id.optional().meta({ description: 'Default: the party of who is asking' }),
    pickup: stop,
    dropoff: stop,
    ...wanted,
    assignmentMode: z.enum(assignmentModes).optional(),
    price: money.optional().meta({ description: 'For the office; everyone else orders with a quoteId' }),
    quoteId: id.optional().meta({ description: 'Gets the price of this quote' }),
    draft: z
      .boolean()
      .optional()
      .meta({ description: 'True to keep it back; otherwise it is ready at once' }),
  })
  .refine((value) => inOrder(value), { path: ['windowTo'], message: 'must not be before windowFrom' })
  .refine(({ price, quoteId }) => !price || !quoteId, {
    path: ['quoteId'],
    message: 'must not stand beside price',
  })
  .meta({ id: 'NewDelivery' });

export const deliveryPatch = z
  .strictObject({
    dropoff: stop.optional(),
    pickup: stop.optional(),
    reference: line(80).nullable().optional(),
    windowFrom: instant.nullable().optional(),
    windowTo: instant.nullable().optional(),
    weightGrams: wanted.weightGrams,
    requiredSkills: wanted.requiredSkills,
    proofRules: wanted.proofRules,
    notes: line(2000).nullable().optional(),
  })
  .meta({ id: 'DeliveryPatch' });

function inOrder({
  windowFrom,
  windowTo,
}: {
  windowFrom?: string | undefined;
  windowTo?: string | undefined;
}): boolean {
  return !windowFrom || !windowTo || Date.parse(windowFrom) <= Date.parse(windowTo);
}

const time = z.iso.datetime();

/** What the recipient said through the tracking link; each is there only when they did. */
export const recipient = z
  .strictObject({
    note: z.string().optional().meta({ description: 'For the driver' }),
    neighbour: z.string().optional().meta({ description: 'Who takes it, in words' }),
    rating: z.strictObject({ stars: z.int(), comment: z.string().nullable(), at: time }).optional(),
  })
  .meta({ id: 'RecipientWishes' });

export const delivery = z
  .strictObject({
    id,
    state: deliveryState,
    version: z.int(),
    stateSince: time,
    reference: z.string().nullable(),
    customerId: id,
    regionId: id.nullable(),
    pickup: stop,
    dropoff: stop,
    windowFrom: time.nullable(),
    windowTo: time.nullable(),
    weightGrams: z.int(),
    requiredSkills: z.array(z.string()),
    proofRules: z.array(proofKind),
    notes: z.string().nullable(),
    price: money.nullable(),
    assignmentMode: z.enum(assignmentModes),
    driverId: id.nullable(),
    routePosition: z.int().nullable(),
    tries: z.int().meta({ description: 'Failed tries so far' }),
    failureReason: z.string().nullable(),
    exception: z.string().nullable(),
    exceptionSince: time.nullable(),
    etaAt: time.nullable(),
    deliveredAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
    recipient: recipient
      .optional()
      .meta({ description: 'What the recipient said through the tracking link, if they did' }),
  })
  .meta({ id: 'Delivery' });

export const offer = z
  .strictObject({
    delivery,
    approachMeters: z.int().nullable(),
    expiresAt: z.iso.datetime().meta({ description: 'Without an answer the next driver is asked then' }),
  })
  .meta({ id: 'Offer' });

export const driverStates = ['offline', 'online', 'on_break', 'busy'] as const;
export const vehicleKinds = ['foot', 'bike', 'cargo_bike', 'car', 'van', 'truck'] as const;

export const newDriver = z
  .strictObject({
    id: id.optional().meta({ description: 'The party of the person; default: a new one' }),
    name: line(120),
    phone: line(40).optional(),
    skills: z.array(skill).max(20).optional(),
    vehicleId: id.optional(),
    vehicleKind: z.enum(vehicleKinds).optional(),
    capacityGrams: z.int().min(0).max(50_000_000).optional(),
    regionId: id.optional(),
  })
  .meta({ id: 'NewDriver' });

export const driver = z
  .strictObject({
    id,
    state: z.enum(driverStates),
    version: z.int(),
    stateSince: time,
    name: z.string(),
    phone: z.string().nullable(),
    skills: z.array(z.string()),
    vehicleId: id.nullable(),
    vehicleKind: z.enum(vehicleKinds),
    capacityGrams: z.int(),
    regionId: id.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Driver' });

export const driverDetails = driver
  .extend({
    lastSeenAt: time.nullable(),
    position: point.nullable().meta({ description: 'Where they were last' }),
    lostContact: z.boolean().meta({ description: 'They work, but have not been heard of for too long' }),
  })
  .meta({ id: 'DriverDetails' });

export const driverPatch = z
  .strictObject({
    name: line(120).optional(),
    phone: line(40).nullable().optional(),
    skills: z.array(skill).max(20).optional(),
    vehicleId: id.nullable().optional(),
    vehicleKind: z.enum(vehicleKinds).optional(),
    capacityGrams: z.int().min(0).max(50_000_000).optional(),
    regionId: id.nullable().optional(),
  })
  .meta({ id: 'DriverPatch' });

export const proof = z
  .strictObject({
    id,
    deliveryId: id,
    try: z.int(),
    kind: proofKind,
    uploadId: id.nullable(),
    text: z.string().nullable(),
    lat: z.number().nullable(),
    lng: z.number().nullable(),
    driverId: id.nullable(),
    deviceTime: time.nullable(),
    serverTime: time,
  })
  .meta({ id: 'Proof' });

export const trackParams = z.strictObject({
  token: z.string().regex(/^[\w-]{32}$/, 'is not a tracking token'),
});
export const wishKept = z.strictObject({ kept: z.literal(true) }).meta({ id: 'WishKept' });

/** What the holder of a tracking link sees. */
export const tracked = z
  .strictObject({
    state: deliveryState,
    stateSince: time,
    windowFrom: time.nullable(),
    windowTo: time.nullable(),
    tries: z.int(),
    stopsAhead: z
      .int()
      .nullable()
      .meta({ description: 'Stops of the driver before this one; null until a driver has accepted' }),
    etaAt: time.nullable(),
    etaFrom: time.nullable().meta({ description: 'Hardly before' }),
    etaTo: time.nullable().meta({ description: 'Hardly after' }),
    dropoff: z.strictObject({ lat: latitude, lng: longitude }),
    operator: z
      .strictObject({ name: z.string(), phone: z.string().nullable(), email: z.string().nullable() })
      .nullable()
      .meta({ description: 'Who delivers, and how to reach them; null until a party is the operator' }),
    driver: z
      .strictObject({
        lat: latitude,
        lng: longitude,
        exact: z.boolean().meta({ description: 'False: the middle of a cell of about a kilometer' }),
        seenAt: time,
      })
      .nullable(),
    note: z.string().nullable().meta({ description: 'What the recipient told the driver' }),
    neighbour: z.string().nullable().meta({ description: 'Who is to take it, in words' }),
    may: z.array(z.enum(recipientRights)).meta({ description: 'What the recipient may do now' }),
    linkExpiresAt: time,
  })
  .meta({ id: 'TrackedDelivery' });
export type Tracked = z.input<typeof tracked>;
