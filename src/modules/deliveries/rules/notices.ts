import type { NewNotice } from '../../../capabilities/notifications/api.ts';
import type { StoredEvent } from '../../../platform/events/outbox.ts';
import { deliveriesEvents as events } from '../events.ts';
import type { NoticeFacts } from '../queries/notice-facts.ts';

type Told = Pick<StoredEvent, 'payload'>;
interface Rule {
  to: 'office' | 'driver';
  detail?(event: Told): unknown;
}

/** What is told to whom. A failed delivery is an exception as well, and told once. */
const rules: Readonly<Record<string, Rule>> = {
  [events.deliveryFailed.name]: { to: 'office', detail: ({ payload }) => payload.reason },
  [events.exceptionRaised.name]: { to: 'office', detail: ({ payload }) => payload.exception },
  [events.parcelReturned.name]: { to: 'office' },
  [events.driverCreated.name]: { to: 'office' },
  [events.driverAssigned.name]: {
    to: 'driver',
    detail: ({ payload }) => (payload.accepted === true ? 'given' : 'offered'),
  },
  [events.driverUnassigned.name]: { to: 'driver' },
  [events.deliveryChanged.name]: { to: 'driver' },
  [events.deliveryCancelled.name]: { to: 'driver' },
};

export const noticedEvents: readonly string[] = Object.keys(rules);

/** The notice of an event; undefined when nobody has to be told. */
export function noticeOf(event: StoredEvent, facts: NoticeFacts | undefined): NewNotice | undefined {
  const rule = rules[event.name];
  const { payload } = event;
  if (!rule) return undefined;
  const detail = rule.detail?.(event);
  const told = {
    kind: event.name,
    subject: { entity: event.entity, id: event.entityId },
    title: titleOf(event, facts),
    detail: typeof detail === 'string' ? detail : null,
    causedBy: event.actorId,
  };
  if (rule.to === 'office') return { ...told, to: { office: true, regionId: facts?.regionId ?? null } };
  // Whoever had it then, if anybody had.
  const { driverId } = payload;
  return typeof driverId === 'string' ? { ...told, to: { partyId: driverId } } : undefined;
}

function titleOf({ payload, entityId }: StoredEvent, facts: NoticeFacts | undefined): string {
  if (!facts) return typeof payload.name === 'string' ? payload.name : entityId.slice(-6);
  return facts.reference ?? facts.recipientName ?? facts.street ?? entityId.slice(-6);
}
