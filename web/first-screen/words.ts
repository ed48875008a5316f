import { words } from './language.ts';
import { door, type Town, type TownEvent } from './town.ts';

export interface Line {
  /** Whose colour the line has. */
  state: string;
  text: string;
  more: string;
}

const reasons: Readonly<Record<string, string>> = words.reasons;
const { tell: says } = words;

/** One event in words for people; null for what is not worth a line. */
export function tell(event: TownEvent, town: Town): Line | null {
  const { name, entityId, payload, toState } = event;
  const driver = town.driverName(event.entity === 'driver' ? entityId : payload['driverId']);
  const parcel = town.parcels.get(entityId);
  const what = parcel?.reference ?? says.parcel;
  const who = parcel?.dropoff.name ?? says.customer;
  const to = parcel ? door(parcel.dropoff) : '';
  const whatTo = to ? says.to(what, to) : '';
  const line = (text: string, more = '', state = toState ?? 'draft'): Line => ({ state, text, more });
  switch (name.split('.')[1]) {
    case 'deliveryCreated':
      return line(says.created(parcel?.pickup.name ?? says.somebody), to && says.toWhom(what, who, to));
    case 'driverAssigned':
      return line(payload['accepted'] ? says.given(driver, what) : says.asked(driver), whatTo);
    case 'deliveryAccepted':
      return line(says.accepted(driver), whatTo);
    case 'offerDeclined':
      return line(says.declined(driver), says.nextOne(what));
    case 'offerExpired':
      return line(says.unanswered(driver), says.nextOne(what));
    case 'driverUnassigned':
      return line(says.takenBack(what), says.from(driver));
    case 'parcelPickedUp':
      return line(says.pickedUp(driver, what), parcel?.pickup.name ?? '');
    case 'transitStarted':
      return line(says.setsOff(driver), whatTo);
    case 'driverArrived':
      return line(says.arrived(driver), to);
    case 'deliveryDelivered':
      return line(says.delivered(who), [what, parcel?.notes ?? to].filter(Boolean).join(', '));
    case 'deliveryFailed':
      return line(
        reasons[String(payload['reason'])] ?? words.reasons.other,
        [what, to].filter(Boolean).join(', '),
      );
    case 'retryScheduled':
      return line(says.again(what), to);
    case 'returnStarted':
      return line(says.goesBack(what), says.backTo(parcel?.pickup.name ?? says.origin));
    case 'parcelReturned':
      return line(says.isBack(what), parcel?.pickup.name ?? '');
    case 'deliveryCancelled':
      return line(says.cancelled(what), String(payload['reason'] ?? ''));
    case 'exceptionRaised':
      return payload['exception'] === 'no_driver' ? line(says.nobodyFree(what), to) : null;
    case 'breakStarted':
      return line(says.break(driver), '', 'draft');
    case 'breakEnded':
      return line(says.breakOver(driver), '', 'draft');
    default:
      return null;
  }
}
