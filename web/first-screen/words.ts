import { door, type Town, type TownEvent } from './town.ts';

export interface Line {
  /** Whose colour the line has. */
  state: string;
  text: string;
  more: string;
}

const reasons: Readonly<Record<string, string>> = {
  nobody_there: 'Nobody opened',
  address_not_found: 'The address was not found',
  refused: 'It was refused',
  no_access: 'There was no way in',
};

/** One event in words for people; null for what is not worth a line. */
export function tell(event: TownEvent, town: Town): Line | null {
  const { name, entityId, payload, toState } = event;
  const driver = town.driverName(event.entity === 'driver' ? entityId : payload['driverId']);
  const parcel = town.parcels.get(entityId);
  const what = parcel?.reference ?? 'a parcel';
  const who = parcel?.dropoff.name ?? 'the customer';
  const to = parcel ? door(parcel.dropoff) : '';
  const whatTo = to ? `${what} to ${to}` : '';
  const line = (text: string, more = '', state = toState ?? 'draft'): Line => ({ state, text, more });
  switch (name.split('.')[1]) {
    case 'deliveryCreated':
      return line(
        `${parcel?.pickup.name ?? 'Somebody'} ordered a delivery`,
        to && `${what} to ${who}, ${to}`,
      );
    case 'driverAssigned':
      return line(
        payload['accepted'] ? `${driver} was given ${what}` : `${driver} was asked`,
        `${what} to ${to}`,
      );
    case 'deliveryAccepted':
      return line(`${driver} took it`, whatTo);
    case 'offerDeclined':
      return line(`${driver} declined`, `${what} goes to the next one`);
    case 'offerExpired':
      return line(`${driver} did not answer`, `${what} goes to the next one`);
    case 'driverUnassigned':
      return line(`${what} was taken back`, `from ${driver}`);
    case 'parcelPickedUp':
      return line(`${driver} picked up ${what}`, parcel?.pickup.name ?? '');
    case 'transitStarted':
      return line(`${driver} sets off`, whatTo);
    case 'driverArrived':
      return line(`${driver} rings the bell`, to);
    case 'deliveryDelivered':
      return line(`${who} has it`, [what, parcel?.notes ?? to].filter(Boolean).join(', '));
    case 'deliveryFailed':
      return line(
        reasons[String(payload['reason'])] ?? 'It could not be handed over',
        [what, to].filter(Boolean).join(', '),
      );
    case 'retryScheduled':
      return line(`${what} gets another try`, to);
    case 'returnStarted':
      return line(`${what} goes back`, `to ${parcel?.pickup.name ?? 'where it came from'}`);
    case 'parcelReturned':
      return line(`${what} is back`, parcel?.pickup.name ?? '');
    case 'deliveryCancelled':
      return line(`${what} was cancelled`, String(payload['reason'] ?? ''));
    case 'exceptionRaised':
      return payload['exception'] === 'no_driver' ? line(`No driver is free for ${what}`, to) : null;
    case 'breakStarted':
      return line(`${driver} takes a break`, '', 'draft');
    case 'breakEnded':
      return line(`${driver} is back from a break`, '', 'draft');
    default:
      return null;
  }
}
