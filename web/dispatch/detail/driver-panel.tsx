import { Button, CloseButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import Funnel from 'lucide-react/icons/funnel';
import RouteIcon from 'lucide-react/icons/route';
import { useState } from 'react';
import { api, queryClient, type Schema } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { DriverMark } from '../../design/state-mark.tsx';
import { showAgo, showClock, showDistance, showMinutes, showTime, showWeight } from '../../words/format.ts';
import { openDeliveries } from '../data/deliveries.ts';
import { routeOf, useDriverMap } from '../data/drivers.ts';
import { refuse } from '../doing.tsx';
import { titleOf } from '../say.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

/** One driver: where, doing what, and what is before them. */
export function DriverPanel({ id }: { id: string }) {
  const { set } = useBoard();
  const driver = useDriverMap().get(id);
  const route = useQuery(routeOf(id)).data;
  const [busy, setBusy] = useState(false);
  if (!driver) return null;
  const shown = route?.present ?? route?.proposed;
  const commit = async (stops: Schema<'TimedRoute'>['stops']) => {
    setBusy(true);
    try {
      const order = stops.map(({ deliveryId, kind }) => ({ deliveryId, kind }));
      await api('deliveries.commitRoute', { path: { id }, body: { stops: order } });
      notifications.show({ message: t('route.committed', { name: driver.name }) });
      void queryClient.invalidateQueries({ queryKey: ['day', id] });
      await queryClient.invalidateQueries({ queryKey: ['route', id] });
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <article className={classes.panel} aria-label={t('panel.driver', { name: driver.name })}>
      <header className={classes.head}>
        <div>
          <span>
            <DriverMark state={driver.state} />{' '}
            {driver.state === 'on_break' && (
              <small>{t('driver.restsSince', { time: showTime(driver.stateSince) })}</small>
            )}
          </span>
          <h2>{driver.name}</h2>
          <p>
            {t(`vehicle.${driver.vehicleKind}`)} · {showWeight(driver.capacityGrams)}
            {driver.lastSeenAt && ` · ${t('driver.seen', { ago: showAgo(driver.lastSeenAt) })}`}
          </p>
        </div>
        <CloseButton aria-label={tApp('close')} onClick={() => set({ who: undefined })} />
      </header>
      <div className={classes.actions}>
        <div className={classes.buttons}>
          {route?.proposed && (
            <Button
              size="xs"
              leftSection={<RouteIcon size={13} />}
              loading={busy}
              onClick={() => void commit(route.proposed?.stops ?? [])}
            >
              {t(route.present ? 'route.replan' : 'route.commit')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<Funnel size={13} />}
            onClick={() => set({ driver: id })}
          >
            {t('driver.only')}
          </Button>
          {driver.phone && (
            <Button size="xs" variant="default" component="a" href={`tel:${driver.phone}`}>
              {driver.phone}
            </Button>
          )}
        </div>
      </div>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('panel.details')}>
        <section className={classes.section}>
          <h3>{t('route.ahead')}</h3>
          {shown ? <Stops route={shown} /> : <p>{t('route.none')}</p>}
        </section>
      </div>
    </article>
  );
}

function Stops({ route }: { route: Schema<'TimedRoute'> }) {
  const { set } = useBoard();
  const open = useQuery(openDeliveries).data ?? [];
  return (
    <>
      <p>
        {showDistance(route.distanceMeters)} · {showMinutes(route.drivingSeconds)}
        {route.lateSeconds > 0 && ` · ${t('route.late', { time: showMinutes(route.lateSeconds) })}`}
      </p>
      <ol className={classes.history}>
        {route.stops.map(({ deliveryId, kind, street, etaAt, lateSeconds }) => {
          const delivery = open.find((one) => one.id === deliveryId);
          return (
            <li key={`${deliveryId}/${kind}`} data-state={delivery?.state} data-kind={kind}>
              <i />
              <div>
                <button
                  type="button"
                  className={classes.link}
                  onClick={() => set({ id: deliveryId, who: undefined })}
                >
                  {t(kind === 'pickup' ? 'stop.pickup' : 'stop.dropoff', {
                    name: delivery ? titleOf(delivery) : '…',
                  })}
                </button>
                <small>{street}</small>
              </div>
              <time data-late={lateSeconds > 0 || undefined}>{etaAt && showClock(etaAt)}</time>
            </li>
          );
        })}
      </ol>
    </>
  );
}
