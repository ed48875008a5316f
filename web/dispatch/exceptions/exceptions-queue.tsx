import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, queryClient, type Schema } from '../../app/api.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { StateMark } from '../../design/state-mark.tsx';
import { showAgo, showTime } from '../../words/format.ts';
import { exceptionsQueue } from '../data/exceptions.ts';
import { useDriverMap } from '../data/drivers.ts';
import { refuse, useDoing } from '../doing.tsx';
import { sayAction } from '../say-action.ts';
import { sayReason } from '../say-reason.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './exceptions.module.css';
import { sayContact, sayException } from './say-exception.ts';

type Exception = Schema<'DeliveryException'>;

/** What needs a dispatcher's eye, the longest waiting first, with what usually helps. */
export function ExceptionsQueue() {
  const queue = useQuery(exceptionsQueue).data;
  const { set } = useBoard();
  if (!queue) return null;
  const { items, driversOutOfContact } = queue;
  if (items.length + driversOutOfContact.length === 0)
    return <EmptyState title={t('exceptions.none')} detail={t('exceptions.none.detail')} />;
  return (
    <div className={classes.queue} tabIndex={0} role="region" aria-label={t('exceptions.label')}>
      {driversOutOfContact.map(({ driverId, name, lastSeenAt }) => (
        <article key={driverId} className={classes.item} data-kind="contact">
          <h2>{sayContact(name)}</h2>
          <p>{lastSeenAt ? t('driver.seen', { ago: showAgo(lastSeenAt) }) : t('driver.neverSeen')}</p>
          <div>
            <Button size="compact-xs" variant="light" onClick={() => set({ who: driverId, id: undefined })}>
              {t('exceptions.look')}
            </Button>
          </div>
        </article>
      ))}
      {items.map((exception) => (
        <Item key={exception.deliveryId} exception={exception} />
      ))}
    </div>
  );
}

function Item({ exception }: { exception: Exception }) {
  const { filters, set } = useBoard();
  const drivers = useDriverMap();
  const doing = useDoing();
  const { deliveryId, reason, since, state, suggestedActions, acknowledged, driverId } = exception;
  const { failureReason, tries, windowTo } = exception;
  const settle = async (action: 'acknowledgeException' | 'resolveException') => {
    try {
      await api(`deliveries.${action}`, { path: { id: deliveryId }, body: {} });
      await queryClient.invalidateQueries({ queryKey: ['exceptions'] });
    } catch (error) {
      refuse(error);
    }
  };
  const help = async (action: string) => {
    if (action === 'resolve') return settle('resolveException');
    if (action === 'assignDriver') return set({ id: deliveryId, who: undefined });
    await doing.run(await api('deliveries.getDelivery', { path: { id: deliveryId } }), action);
    return undefined;
  };
  return (
    <article className={classes.item} data-kind={reason} data-chosen={filters.id === deliveryId || undefined}>
      <h2>
        <button type="button" onClick={() => set({ id: deliveryId, who: undefined })}>
          {sayException(exception)}
        </button>
      </h2>
      <p>
        <StateMark state={state} quiet />
        {failureReason && ` · ${sayReason(failureReason)}`}
        {tries > 1 && ` · ${t('fact.failed', { count: tries })}`}
        {windowTo && ` · ${t('list.by', { time: showTime(windowTo) })}`}
        {` · ${showAgo(since)}`}
        {driverId && ` · ${drivers.get(driverId)?.name ?? ''}`}
        {acknowledged && ` · ${t('exceptions.seenTo')}`}
      </p>
      <div>
        {suggestedActions.map((action, index) => (
          <Button
            key={action}
            size="compact-xs"
            variant={index === 0 ? 'light' : 'subtle'}
            disabled={doing.busy}
            onClick={() => void help(action)}
          >
            {sayAction({ name: action })}
          </Button>
        ))}
        {!acknowledged && (
          <Button size="compact-xs" variant="subtle" onClick={() => void settle('acknowledgeException')}>
            {t('exceptions.mine')}
          </Button>
        )}
      </div>
    </article>
  );
}
