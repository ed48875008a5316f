import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { deliveryStates, type DeliveryState } from '../../../client/src/delivery-states.ts';
import { showInstant, showTime } from '../../words/format.ts';
import { historyOf, type Delivery } from '../data/deliveries.ts';
import { useDriverMap } from '../data/drivers.ts';
import { sayAction } from '../say-action.ts';
import { sayReason } from '../say-reason.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

/** Farther apart than this, the clock of the device is worth showing beside the server's. */
const apartMs = 60_000;

/** What happened, newest first, by both clocks where they differ. */
export function History({ delivery }: { delivery: Delivery }) {
  const events = useQuery(historyOf(delivery.id)).data;
  const drivers = useDriverMap();
  return (
    <section className={classes.section}>
      <h3>{t('history')}</h3>
      <ol className={classes.history}>
        {events?.toReversed().map((event) => (
          <li key={event.sequence} data-state={event.toState ?? undefined}>
            <i />
            <div>
              <span>{titleOf(event)}</span>
              <small>{whoOf(event, (id) => drivers.get(id)?.name)}</small>
            </div>
            <time dateTime={event.serverTime} title={showInstant(event.serverTime)}>
              {showTime(event.serverTime)}
              {event.deviceTime &&
                Math.abs(Date.parse(event.deviceTime) - Date.parse(event.serverTime)) > apartMs && (
                  <small>{t('history.device', { time: showTime(event.deviceTime) })}</small>
                )}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What it became says more than what was pressed. */
function titleOf({ action, fromState, toState, name }: Schema<'Event'>): string {
  if (toState && toState !== fromState && isState(toState)) return tApp(`state.${toState}`);
  if (name in happenings) return t(happenings[name as keyof typeof happenings]);
  return action ? sayAction({ name: action }) : name;
}

/** What happens to a delivery without changing its state. */
const happenings = {
  'deliveries.deliveryChanged': 'happened.changed',
  'deliveries.proofRecorded': 'happened.proof',
  'deliveries.exceptionRaised': 'happened.exception',
  'deliveries.exceptionAcknowledged': 'happened.acknowledged',
  'deliveries.exceptionResolved': 'happened.resolved',
  'deliveries.recipientWished': 'happened.wished',
  'deliveries.deliveryRated': 'happened.rated',
  'deliveries.deliveryPlanned': 'happened.planned',
} as const;

const isState = (name: string): name is DeliveryState => (deliveryStates as readonly string[]).includes(name);

const isChange = (payload: object): payload is { after: object } =>
  'after' in payload && typeof payload.after === 'object' && payload.after !== null;

/** Which facts a change touched, by the names that the panel has for them. */
const facts = {
  pickup: 'fact.from',
  dropoff: 'fact.to',
  windowFrom: 'fact.promised',
  windowTo: 'fact.promised',
  weightGrams: 'fact.weight',
  price: 'fact.price',
  proofRules: 'fact.proofs',
  skills: 'fact.skills',
  notes: 'fact.notes',
  reference: 'conflict.reference',
} as const;
const isFact = (key: string): key is keyof typeof facts => key in facts;
const fieldsOf = (after: object): string =>
  [...new Set(Object.keys(after).flatMap((key) => (isFact(key) ? [t(facts[key])] : [])))].join(', ');

function whoOf({ actor, payload }: Schema<'Event'>, driverName: (id: string) => string | undefined): string {
  const by = actor.kind === 'system' ? t('history.system') : driverName(actor.id);
  const to = typeof payload['driverId'] === 'string' ? driverName(payload['driverId']) : undefined;
  if (isChange(payload)) return [by, fieldsOf(payload.after)].filter(Boolean).join(' · ');
  const reason = typeof payload['reason'] === 'string' ? sayReason(payload['reason']) : undefined;
  const receiver = payload['receivedBy'];
  const received = typeof receiver === 'string' && t('history.receivedBy', { name: receiver });
  return [by, to !== by && to, reason, received].filter(Boolean).join(' · ');
}
