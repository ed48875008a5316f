import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { t as tApp } from '../../app/words.ts';
import type { Schema } from '../../app/api.ts';
import { useDriverMap } from '../data/drivers.ts';
import { showDistance } from '../../words/format.ts';
import { candidatesFor, type DeliveryDetails } from '../data/deliveries.ts';
import { useDoing } from '../doing.tsx';
import { sayConstraint } from '../say-constraint.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

const shownAtFirst = 4;

/** Who could drive it, best first; and of everyone else, what speaks against them. */
export function Candidates({ delivery }: { delivery: DeliveryDetails }) {
  const waiting = delivery.state === 'ready';
  const held = ['assigned', 'accepted'].includes(delivery.state);
  const [open, setOpen] = useState(waiting);
  const [all, setAll] = useState(false);
  const found = useQuery({
    ...candidatesFor(delivery.id),
    enabled: open && (waiting || (held && !delivery.assignment)),
  });
  const doing = useDoing();
  const drivers = useDriverMap();
  const { set } = useBoard();
  if (!waiting && !held) return null;
  const items: readonly Shown[] = (held && remembered(delivery)) || (found.data ?? []);
  const assign = (driverId: string, override: boolean) =>
    void doing.run(delivery, 'assignDriver', { driverId, ...(override && { override }) });
  return (
    <section className={classes.section}>
      <h3>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(waiting ? 'candidates.who' : 'candidates.why')}
        </button>
      </h3>
      {open && items.length === 0 && found.isFetching && <p>{tApp('loading')}</p>}
      {open && found.data && !found.isFetching && items.length === 0 && <p>{t('candidates.none')}</p>}
      {open && (
        <ul className={classes.candidates}>
          {items
            .slice(0, all ? undefined : shownAtFirst)
            .map(({ driverId, name, suitable, approachMeters, activeCount, ruledOutBy }) => (
              <li
                key={driverId}
                data-out={!suitable || undefined}
                data-mine={driverId === delivery.driverId || undefined}
              >
                <button type="button" className={classes.link} onClick={() => set({ who: driverId })}>
                  {name || drivers.get(driverId)?.name}
                </button>
                <small>
                  {suitable
                    ? [
                        approachMeters !== null && sayApproach(approachMeters),
                        activeCount !== undefined && sayHeld(activeCount),
                      ]
                        .filter(Boolean)
                        .join(' · ')
                    : ruledOutBy.map(sayConstraint).join('; ')}
                </small>
                {driverId !== delivery.driverId && (
                  <Button
                    size="compact-xs"
                    variant={suitable ? 'light' : 'subtle'}
                    disabled={doing.busy || ruledOutBy.some(({ constraint }) => constraint === 'state')}
                    onClick={() => assign(driverId, !suitable)}
                  >
                    {t(suitable ? 'candidates.assign' : 'candidates.anyway')}
                  </Button>
                )}
              </li>
            ))}
        </ul>
      )}
      {open && !all && items.length > shownAtFirst && (
        <Button size="compact-xs" variant="subtle" ml={-8} onClick={() => setAll(true)}>
          {t('candidates.all', { count: items.length })}
        </Button>
      )}
    </section>
  );
}

/** Nearer than this the driver stands at the door: a map knows it no better. */
const thereMeters = 30;
const sayApproach = (meters: number): string =>
  meters < thereMeters ? t('candidates.there') : t('candidates.away', { distance: showDistance(meters) });
const sayHeld = (count: number): string =>
  count === 0 ? tApp('driver.online') : t('candidates.holds', { count });

type Shown = Omit<Schema<'Candidate'>, 'activeCount'> & { activeCount?: number };

/** How it stood when the driver was chosen, which the delivery remembers. */
function remembered({ assignment, driverId }: DeliveryDetails): Shown[] | undefined {
  const { others, approachMeters } = (assignment ?? {}) as {
    others?: Schema<'Candidate'>[];
    approachMeters?: number | null;
  };
  if (!others || !driverId) return undefined;
  const chosen = { driverId, name: '', suitable: true, ruledOutBy: [], score: 0 };
  return [{ ...chosen, approachMeters: approachMeters ?? null }, ...others];
}
