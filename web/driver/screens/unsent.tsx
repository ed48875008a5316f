import { createLazyRoute, Link } from '@tanstack/react-router';
import { PageTitle } from '../../design/page-title.tsx';
import { showInstant, showTime } from '../../words/format.ts';
import { isOpen, type Item } from '../offline/model.ts';
import { theEngine, useView, type View } from '../store/driver-store.ts';
import { t } from '../words.ts';
import buttons from './button.module.css';
import { nameOfDeed } from './deed-name.ts';
import { RefusedPanel } from './refused-panel.tsx';
import { addressOf, townOf } from './stop-card.tsx';
import classes from './unsent.module.css';

export const Route = createLazyRoute('/driver/unsent')({ component: Unsent });

const LATELY = 30;
/** Done at the first of the two doors. */
const atPickup: readonly string[] = ['acceptDelivery', 'declineDelivery', 'pickUp'];

/** Every step on this phone with where it stands, and both clocks. */
function Unsent() {
  const view = useView();
  const open = view.items.filter(isOpen);
  const over = view.items
    .filter((item) => !isOpen(item))
    .slice(-LATELY)
    .reverse();
  const { positionsWaiting, syncing } = view.status;
  return (
    <div className={classes.page}>
      <PageTitle>{t('unsent.title')}</PageTitle>
      {open.length === 0 && (
        <div className={classes.none}>
          <b>{t('unsent.none.title')}</b>
          <p>{t('unsent.none')}</p>
        </div>
      )}
      {positionsWaiting > 0 && open.length > 0 && <p>{t('unsent.positions', { count: positionsWaiting })}</p>}
      {open.length > 0 && (
        <button
          type="button"
          className={buttons.secondary}
          disabled={syncing}
          onClick={() => theEngine().kick()}
        >
          {t('unsent.now')}
        </button>
      )}
      <List items={open} view={view} />
      {over.length > 0 && <h2>{t('unsent.sent')}</h2>}
      <List items={over} view={view} />
    </div>
  );
}

function List({ items, view }: { items: Item[]; view: View }) {
  if (items.length === 0) return null;
  return (
    <ol className={classes.list}>
      {items.map((item) => (
        <li key={item.seq} data-item={item.state}>
          <div className={classes.row}>
            <b>{nameOfDeed(item.deed)}</b>
            <em>{t(`unsent.${item.state}`)}</em>
          </div>
          <Where item={item} view={view} />
          <p className={classes.times}>
            <time dateTime={item.deviceTime} title={showInstant(item.deviceTime)}>
              {t('unsent.phone', { time: showTime(item.deviceTime) })}
            </time>
            {item.serverTime && (
              <time dateTime={item.serverTime} title={showInstant(item.serverTime)}>
                {t('unsent.server', { time: showTime(item.serverTime) })}
              </time>
            )}
            {item.earlier[0] && (
              <span>{t('unsent.redone', { time: showTime(item.earlier[0].deviceTime) })}</span>
            )}
          </p>
          {item.state === 'refused' && item.deed.entity !== 'delivery' && <RefusedPanel item={item} />}
        </li>
      ))}
    </ol>
  );
}

function Where({ item: { deed }, view }: { item: Item; view: View }) {
  if (deed.entity !== 'delivery') return <p>{t('unsent.work')}</p>;
  const held = view.held.find(({ id }) => id === deed.entityId);
  if (!held) return null;
  const { pickup, dropoff } = held.delivery;
  const door = deed.kind === 'action' && atPickup.includes(deed.action) ? pickup : dropoff;
  return (
    <Link to={'/driver/stop/$id' as never} params={{ id: deed.entityId } as never}>
      {[addressOf(door), townOf(door)].filter(Boolean).join(', ')}
    </Link>
  );
}
