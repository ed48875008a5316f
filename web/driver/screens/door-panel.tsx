import { Link } from '@tanstack/react-router';
import Navigation from 'lucide-react/icons/navigation';
import Phone from 'lucide-react/icons/phone';
import { PageTitle } from '../../design/page-title.tsx';
import { showWeight } from '../../words/format.ts';
import type { Held } from '../store/snapshot.ts';
import { t } from '../words.ts';
import { addressOf, dueOf, townOf } from './stop-card.tsx';
import classes from './stop.module.css';

/** The door that comes next on this stop, large enough to be read from the seat. */
export function DoorPanel({ held: { id, delivery } }: { held: Held }) {
  const toPickup = delivery.state === 'assigned' || delivery.state === 'accepted';
  const door = toPickup ? delivery.pickup : delivery.dropoff;
  const over = ['delivered', 'returned', 'cancelled'].includes(delivery.state);
  const due = toPickup || over ? null : dueOf(delivery);
  const { recipient } = delivery;
  return (
    <section className={classes.door}>
      <p className={classes.kind}>{t(toPickup ? 'stop.pickup' : 'stop.dropoff')}</p>
      <PageTitle>{addressOf(door) || door.name || townOf(door)}</PageTitle>
      <p className={classes.town}>{townOf(door)}</p>
      {door.name && addressOf(door) && <p className={classes.name}>{door.name}</p>}
      {due && <p className={classes.due}>{due}</p>}
      <div className={classes.reach}>
        {!over && (
          <Link to={'/driver/map' as never} search={{ to: id } as never}>
            <Navigation size={20} />
            {t('stop.way')}
          </Link>
        )}
        {door.phone && (
          <a href={`tel:${door.phone.replace(/[^+\d]/g, '')}`}>
            <Phone size={20} />
            {t('stop.call')}
          </a>
        )}
      </div>
      <dl className={classes.facts}>
        {toPickup && (
          <Fact
            wide
            name={t('stop.goesTo')}
            value={[delivery.dropoff.name, addressOf(delivery.dropoff), townOf(delivery.dropoff)]
              .filter(Boolean)
              .join(', ')}
          />
        )}
        <Fact
          wide
          name={t('stop.note')}
          value={[door.instructions, delivery.notes].filter(Boolean).join(' · ')}
        />
        <Fact wide name={t('stop.recipient')} value={toPickup ? undefined : recipient?.note} />
        {!toPickup && recipient?.neighbour && (
          <Fact wide name={t('stop.recipient')} value={t('stop.neighbour', { name: recipient.neighbour })} />
        )}
        <Fact
          name={t('stop.weight')}
          value={delivery.weightGrams > 0 ? showWeight(delivery.weightGrams) : ''}
        />
        <Fact name={t('stop.reference')} value={delivery.reference} />
      </dl>
    </section>
  );
}

interface FactProps {
  name: string;
  value: string | null | undefined;
  /** Needs the whole line. */
  wide?: boolean;
}

function Fact({ name, value, wide = false }: FactProps) {
  if (!value) return null;
  return (
    <div className={wide ? classes.wide : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
