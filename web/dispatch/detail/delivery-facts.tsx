import type { ReactNode } from 'react';
import { DriverMark } from '../../design/state-mark.tsx';
import { useDriverMap } from '../data/drivers.ts';
import type { Delivery } from '../data/deliveries.ts';
import { showMoney, showTime, showWeight } from '../../words/format.ts';
import { sayReason } from '../say-reason.ts';
import { doorOf } from '../say.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

/** From where to where, by when, by whom, and what it asks for. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const { set } = useBoard();
  const drivers = useDriverMap();
  const { pickup, dropoff, driverId, windowFrom, windowTo, etaAt, deliveredAt, price } = delivery;
  const { weightGrams, notes, proofRules, requiredSkills, failureReason, tries } = delivery;
  const until = windowTo && showTime(windowTo);
  const promised =
    until && (windowFrom ? `${showTime(windowFrom)} – ${until}` : t('list.by', { time: until }));
  return (
    <dl className={classes.facts}>
      <Fact name={t('fact.from')}>
        {pickup.name && <b>{pickup.name}</b>} {doorOf(pickup)}
        {pickup.instructions && <em>{pickup.instructions}</em>}
      </Fact>
      <Fact name={t('fact.to')}>
        {dropoff.name && <b>{dropoff.name}</b>} {doorOf(dropoff)}
        {dropoff.phone && <a href={`tel:${dropoff.phone}`}>{dropoff.phone}</a>}
        {dropoff.instructions && <em>{dropoff.instructions}</em>}
      </Fact>
      {driverId && (
        <Fact name={t('fact.driver')}>
          <button type="button" onClick={() => set({ who: driverId, id: undefined })}>
            {drivers.get(driverId)?.name ?? '…'}
          </button>{' '}
          {drivers.get(driverId)?.state === 'on_break' && <DriverMark state="on_break" />}
        </Fact>
      )}
      {promised && <Fact name={t('fact.promised')}>{promised}</Fact>}
      {etaAt && !deliveredAt && <Fact name={t('fact.eta')}>{showTime(etaAt)}</Fact>}
      {deliveredAt && <Fact name={t('fact.delivered')}>{showTime(deliveredAt)}</Fact>}
      {failureReason && <Fact name={t('fact.failed', { count: tries })}>{sayReason(failureReason)}</Fact>}
      {weightGrams > 0 && <Fact name={t('fact.weight')}>{showWeight(weightGrams)}</Fact>}
      {price && <Fact name={t('fact.price')}>{showMoney(price)}</Fact>}
      {proofRules.length > 0 && (
        <Fact name={t('fact.proofs')}>{proofRules.map((kind) => t(`proof.${kind}`)).join(', ')}</Fact>
      )}
      {requiredSkills.length > 0 && (
        <Fact name={t('fact.skills')}>
          {requiredSkills.map((skill) => skill.replaceAll('_', ' ')).join(', ')}
        </Fact>
      )}
      {notes && <Fact name={t('fact.notes')}>{notes}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
