import { useComputedColorScheme } from '@mantine/core';
import { createLazyRoute, Link, useSearch } from '@tanstack/react-router';
import Locate from 'lucide-react/icons/locate-fixed';
import Route2 from 'lucide-react/icons/route';
import { useEffect, useMemo, useRef, useState } from 'react';
import { part, readPageAgain } from '../../app/part.ts';
import { PageTitle } from '../../design/page-title.tsx';
import { showDistance } from '../../words/format.ts';
import { useDrivingPreferences } from '../device/preferences.ts';
import { useGps } from '../device/gps.ts';
import { netOf } from '../screens/frame.tsx';
import { addressOf, townOf } from '../screens/stop-card.tsx';
import { useView } from '../store/driver-store.ts';
import { t } from '../words.ts';
import type { DriverMap } from './driver-map.ts';
import classes from './map.module.css';
import { nextTurn, type Way } from './next-turn.ts';
import { TurnSign } from './turn-sign.tsx';
import { doorAskedFor, doorOf, useWay } from './use-way.ts';

export const Route = createLazyRoute('/driver/map')({ component: MapScreen });

/** `?to=<delivery>`: the way to that door instead of the whole day; one is never shown as the other. */
function MapScreen() {
  const { to } = useSearch({ strict: false }) as { to?: string };
  return <Shown key={to ?? ''} to={to} />;
}

/** The next turn in large letters, and below it the map with the doors that are left. */
function Shown({ to }: { to: string | undefined }) {
  const view = useView();
  const { fix } = useGps();
  const { sunlight } = useDrivingPreferences();
  const dark = useComputedColorScheme('light') === 'dark' && !sunlight;
  const asked = doorAskedFor(view, to);
  const stops = useMemo(() => (asked ? [asked] : view.stops), [asked, view.stops]);
  const way = useWay(view.driver, stops, fix, !asked);
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<DriverMap | null>(null);
  useEffect(() => {
    let made: DriverMap | undefined;
    let over = false;
    void part(() => import('./driver-map.ts')).then(({ DriverMap: Made }) => {
      if (over || !holder.current) return;
      made = new Made(holder.current, dark);
      setMap(made);
    }, readPageAgain);
    return () => {
      over = true;
      made?.remove();
      setMap(null);
    };
  }, [dark]);
  useEffect(() => {
    const first = asked ? view.stops.indexOf(asked) + 1 : 1;
    map?.show({ stops, first, way, fix });
  }, [map, stops, asked, view.stops, way, fix]);
  const [next] = stops;
  return (
    <div className={classes.page}>
      <PageTitle className={classes.unseen}>{t('map.title')}</PageTitle>
      <div className={classes.turn} aria-live="polite">
        {next ? <Turn way={way} at={fix} /> : <p>{t('map.none')}</p>}
        {next && (
          <Link to={'/driver/stop/$id' as never} params={{ id: next.held.id } as never}>
            {[addressOf(doorOf(next)), townOf(doorOf(next))].filter(Boolean).join(', ')}
          </Link>
        )}
        {way && netOf(view) === 'offline' && <small>{t('map.offline')}</small>}
      </div>
      <div ref={holder} className={classes.map} />
      <div className={classes.tools}>
        <button type="button" aria-label={t('map.all')} onClick={() => map?.fit()}>
          <Route2 size={24} />
        </button>
        <button type="button" aria-label={t('map.centre')} disabled={!fix} onClick={() => map?.centre()}>
          <Locate size={24} />
        </button>
      </div>
    </div>
  );
}

function Turn({ way, at }: { way: Way | null; at: { lat: number; lng: number } | null }) {
  const next = way && at ? nextTurn(way, at) : undefined;
  if (!next) return <b>{t('map.noWay')}</b>;
  const { step, meters } = next;
  const words =
    step.kind === 'roundabout'
      ? t('turn.roundabout', { exit: step.exit ?? 1 })
      : step.kind === 'turn'
        ? t(`turn.${step.turn ?? 'straight'}`)
        : t(`turn.${step.kind === 'continue' ? 'straight' : step.kind}`);
  const street = step.street || step.ref;
  return (
    <div className={classes.sign}>
      <TurnSign step={step} />
      <div>
        <span>{t('turn.in', { distance: showDistance(meters) })}</span>
        <b>{street && step.kind !== 'arrive' ? t('turn.onto', { turn: words, street }) : words}</b>
      </div>
    </div>
  );
}
