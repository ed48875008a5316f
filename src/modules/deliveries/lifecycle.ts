import { z } from 'zod';
import { instant } from '../../platform/http/fields.ts';
import { defineLifecycle, type ActionDefinition } from '../../platform/lifecycle/lifecycle.ts';
import { acceptDelivery } from './actions/acceptDelivery.ts';
import { arrive } from './actions/arrive.ts';
import { assignDriver, assignInput } from './actions/assignDriver.ts';
import { deliver } from './actions/deliver.ts';
import { fail, failInput } from './actions/fail.ts';
import { leaveDriver } from './actions/leaveDriver.ts';
import { deliveryStateWords } from './rules/delivery-states.ts';
import { mine } from './rules/mine.ts';
import { deliveriesConfig } from './config.ts';
import { deliveriesErrors } from './errors.ts';
import { deliveriesEvents as events } from './events.ts';
import { lockDelivery, updateDelivery, type Delivery } from './queries/deliveries.ts';
import { showDelivery } from './rules/show.ts';
import { delivery } from './schema.ts';

type Action = ActionDefinition<Delivery>;

const none = z.strictObject({});
const reason = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });
const where = { lat: z.number().min(-90).max(90).optional(), lng: z.number().min(-180).max(180).optional() };

/** A step of the driver that changes nothing but the state. */
const step = (from: string, to: string, words: Pick<Action, 'label' | 'meaning' | 'event'>): Action => ({
  ...words,
  from: [from],
  to,
  permission: 'delivery:drive',
  input: z.strictObject(where),
  problems: ['not_your_delivery'],
  guard: mine,
  apply: ({ entity }) => ({ payload: { customerId: entity.customerId, driverId: entity.driverId } }),
});

export const deliveryLifecycle = defineLifecycle<Delivery>({
  entity: 'delivery',
  module: 'deliveries',
  path: '/v1/deliveries',
  version: 1,
  initial: ['draft', 'ready'],
  states: deliveryStateWords,
  actions: {
    release: {
      from: ['draft'],
      to: 'ready',
      label: 'Release',
      meaning: 'Let it be driven',
      permission: 'delivery:update',
      input: none,
      event: events.deliveryReleased,
      apply: ({ entity }) => ({ payload: { customerId: entity.customerId } }),
    },
    assignDriver: {
      from: ['ready'],
      to: ['assigned', 'accepted'],
      label: 'Assign',
      meaning: 'Offer it to a driver, or give it to them at once',
      permission: 'delivery:assign',
      input: assignInput,
      event: events.driverAssigned,
      problems: ['driver_not_available'],
      apply: assignDriver,
    },
    acceptDelivery: {
      from: ['assigned'],
      to: 'accepted',
      label: 'Accept',
      meaning: 'Take the offer',
      permission: 'delivery:drive',
      input: none,
      event: events.deliveryAccepted,
      problems: ['not_your_delivery', 'driver_not_available'],
      guard: mine,
      apply: acceptDelivery,
    },
    declineDelivery: {
      from: ['assigned'],
      to: 'ready',
      label: 'Decline',
      meaning: 'Refuse the offer; the next driver is asked',
      permission: 'delivery:drive',
      input: reason,
      event: events.offerDeclined,
      problems: ['not_your_delivery'],
      compensation: 'The driver is free for other offers and is not asked again for this delivery',
      guard: mine,
      apply: leaveDriver,
    },
    expireOffer: {
      from: ['assigned'],
      to: 'ready',
      label: 'Expire',
      meaning: 'The driver did not answer in time',
      permission: 'system',
      input: none,
      event: events.offerExpired,
      compensation: 'The driver is free for other offers and is not asked again for this delivery',
      apply: leaveDriver,
    },
    unassignDriver: {
      from: ['assigned', 'accepted'],
      to: 'ready',
      label: 'Take back',
      meaning: 'Take it back from its driver',
      permission: 'delivery:assign',
      input: reason,
      event: events.driverUnassigned,
      compensation: 'The driver is free for other work and is not asked again for this delivery',
      apply: leaveDriver,
    },
    pickUp: step('accepted', 'picked_up', {
      label: 'Picked up',
      meaning: 'The parcel is on board',
      event: events.parcelPickedUp,
    }),
    startTransit: step('picked_up', 'in_transit', {
      label: 'Set off',
      meaning: 'Drive to the door',
      event: events.transitStarted,
    }),
    arrive: {
      from: ['in_transit'],
      to: 'arrived',
      label: 'Arrived',
      meaning: 'Stand at the door',
      permission: 'delivery:drive',
      input: z.strictObject(where),
      event: events.driverArrived,
      problems: ['not_your_delivery'],
      guard: mine,
      apply: arrive,
    },
    deliver: {
      from: ['arrived'],
      to: 'delivered',
      label: 'Delivered',
      meaning: 'Hand it over; the proofs that it asks for must be there',
      permission: 'delivery:drive',
      input: z.strictObject({ receivedBy: z.string().trim().min(1).max(120).optional(), ...where }),
      event: events.deliveryDelivered,
      problems: ['not_your_delivery', 'proof_missing'],
      guard: mine,
      apply: deliver,
    },
    fail: {
      from: ['in_transit', 'arrived'],
      to: 'failed',
      label: 'Not delivered',
      meaning: 'It could not be handed over',
      permission: 'delivery:drive',
      input: failInput,
      event: events.deliveryFailed,
      problems: ['not_your_delivery'],
      guard: mine,
      apply: fail,
    },
    retry: {
      from: ['failed'],
      to: 'ready',
      label: 'Try again',
      meaning: 'Plan another try',
      permission: 'delivery:resolve',
      input: z.strictObject({ windowFrom: instant.optional(), windowTo: instant.optional() }),
      event: events.retryScheduled,
      problems: ['no_tries_left'],
      guard: ({ entity, config }) => {
        const { maxTries } = config.get(deliveriesConfig);
        if (entity.tries >= maxTries)
          throw deliveriesErrors.no_tries_left(
            `It failed ${entity.tries} times of ${maxTries}; it can only go back.`,
          );
      },
      apply: ({ entity, input }) => ({
        changes: {
          driverId: null,
          assignment: null,
          declinedBy: [],
          failureReason: null,
          exception: null,
          exceptionSince: null,
          routePosition: null,
          routeSeenAt: null,
          ...(input.windowFrom && { windowFrom: new Date(input.windowFrom) }),
          ...(input.windowTo && { windowTo: new Date(input.windowTo) }),
        },
        payload: { customerId: entity.customerId, driverId: entity.driverId, tries: entity.tries },
      }),
    },
    startReturn: {
      from: ['failed'],
      to: 'returning',
      label: 'Send back',
      meaning: 'Bring the parcel back to where it came from',
      permission: 'delivery:resolve',
      input: reason,
      event: events.returnStarted,
      apply: ({ entity }) => ({
        changes: { exception: null, exceptionSince: null },
        payload: { customerId: entity.customerId, driverId: entity.driverId },
      }),
    },
    confirmReturn: {
      from: ['returning'],
      to: 'returned',
      label: 'Returned',
      meaning: 'The parcel is back',
      permission: 'delivery:drive',
      input: z.strictObject(where),
      event: events.parcelReturned,
      problems: ['not_your_delivery'],
      guard: mine,
      apply: ({ entity }) => ({ payload: { customerId: entity.customerId, driverId: entity.driverId } }),
    },
    cancel: {
      from: ['draft', 'ready', 'assigned', 'accepted'],
      to: 'cancelled',
      label: 'Cancel',
      meaning: 'Call it off; possible until the parcel is picked up',
      permission: 'delivery:cancel',
      input: reason,
      event: events.deliveryCancelled,
      compensation: 'The driver is free for other work',
      apply: ({ entity, input }) => ({
        changes: { exception: null, exceptionSince: null, routePosition: null },
        payload: { customerId: entity.customerId, driverId: entity.driverId, reason: input.reason ?? null },
      }),
    },
  },
  timers: {
    offerExpires: {
      state: 'assigned',
      action: 'expireOffer',
      meaning: 'Without an answer the offer lapses and the next driver is asked',
      afterSeconds: (config) => config.get(deliveriesConfig).offerTtlSeconds,
    },
  },
  store: {
    lock: lockDelivery,
    save: (tx, entity, { changes, ...next }) => updateDelivery(tx, entity.id, { ...changes, ...next }),
  },
  response: delivery,
  show: showDelivery,
});
