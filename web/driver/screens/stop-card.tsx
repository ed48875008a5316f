import { Link } from '@tanstack/react-router';
import PackageOpen from 'lucide-react/icons/package-open';
import Undo2 from 'lucide-react/icons/undo-2';
import Home from 'lucide-react/icons/house';
import { StateMark } from '../../design/state-mark.tsx';
import { showClock, showTime } from '../../words/format.ts';
import type { Delivery } from '../offline/model.ts';
import type { Held } from '../store/snapshot.ts';
import { t } from '../words.ts';
import classes from './stops.module.css';

type Door = Delivery['dropoff'];

export const addressOf = ({ street, houseNumber }: Door): string =>
  [street, houseNumber].filter(Boolean).join(' ');
export const townOf = ({ postcode, city }: Door): string => [postcode, city].filter(Boolean).join(' ');

export function dueOf({ windowFrom, windowTo }: Pick<Delivery, 'windowFrom' | 'windowTo'>): string | null {
  if (windowFrom && windowTo) return t('stop.due', { from: showTime(windowFrom), to: showClock(windowTo) });
  return windowTo ? t('stop.by', { time: showTime(windowTo) }) : null;
}

interface StopCardProps {
  held: Held;
  kind: 'pickup' | 'dropoff' | 'return';
  place?: number;
  etaAt?: string | null;
  later?: boolean;
  isNext?: boolean;
}

/** One door as a row that is as large as a thumb. */
export function StopCard({ held, kind, place, etaAt, later = false, isNext = false }: StopCardProps) {
  const { delivery, waiting, refused, offer } = held;
  const door = kind === 'pickup' ? delivery.pickup : delivery.dropoff;
  const due = kind === 'dropoff' ? dueOf(delivery) : null;
  const Icon = kind === 'pickup' ? PackageOpen : kind === 'return' ? Undo2 : Home;
  return (
    <Link
      to={'/driver/stop/$id' as never}
      params={{ id: held.id } as never}
      className={classes.card}
      data-state={delivery.state}
      data-next={isNext || undefined}
      data-later={later || undefined}
      data-refused={refused ? '' : undefined}
    >
      <span className={classes.place}>{place ?? <Icon size={20} />}</span>
      <span className={classes.door}>
        <b>{addressOf(door) || door.name || townOf(door)}</b>
        <span>
          {addressOf(door) && door.name && `${door.name}, `}
          <span className={classes.whole}>{townOf(door)}</span>
        </span>
        {offer && (
          <span>
            {t('stop.goesTo')}: {addressOf(delivery.dropoff) && `${addressOf(delivery.dropoff)}, `}
            <span className={classes.whole}>{townOf(delivery.dropoff)}</span>
          </span>
        )}
        <span className={classes.facts}>
          <em>{t(kind === 'pickup' ? 'stop.pickup' : 'stop.dropoff')}</em>
          {later ? <span>{t('stop.later')}</span> : <StateMark state={delivery.state} quiet />}
          {offer && <span>{t('day.answer', { time: showTime(offer.expiresAt) })}</span>}
          {!offer && due && <span>{due}</span>}
          {waiting > 0 && <span>{t('stop.waiting', { count: waiting })}</span>}
        </span>
      </span>
      {etaAt && <time dateTime={etaAt}>{showClock(etaAt)}</time>}
    </Link>
  );
}
