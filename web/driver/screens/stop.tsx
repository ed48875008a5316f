import { createLazyRoute, Link, useParams } from '@tanstack/react-router';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { PageTitle } from '../../design/page-title.tsx';
import { StateMark } from '../../design/state-mark.tsx';
import { useView, type View } from '../store/driver-store.ts';
import type { Held } from '../store/snapshot.ts';
import { t } from '../words.ts';
import { DoorPanel } from './door-panel.tsx';
import { NextAction } from './next-action.tsx';
import { RefusedPanel } from './refused-panel.tsx';
import classes from './stop.module.css';

export const Route = createLazyRoute('/driver/stop/$id')({ component: Stop });

/** One stop: where, for whom, what is asked for, and the one large button. */
function Stop() {
  const { id } = useParams({ strict: false });
  const view = useView();
  const held = find(view, id as string);
  return (
    <div className={classes.page}>
      {!held && view.loaded && <PageTitle className="unseen">{t('stop.unknown')}</PageTitle>}
      <Link to={'/driver' as never} className={classes.back}>
        <ArrowLeft size={20} />
        {t('stop.back')}
      </Link>
      {held ? (
        <Known held={held} view={view} />
      ) : (
        view.loaded && (
          <div className={classes.unknown}>
            <b>{t('stop.unknown')}</b>
            <p>{t('stop.unknown.more')}</p>
          </div>
        )
      )}
    </div>
  );
}

function Known({ held, view }: { held: Held; view: View }) {
  const { delivery, waiting, refused, gone } = held;
  return (
    <>
      <div className={classes.marks}>
        <StateMark state={delivery.state} />
        {waiting > 0 && <span>{t('stop.waiting', { count: waiting })}</span>}
      </div>
      {gone && <p className={classes.warn}>{t('stop.gone')}</p>}
      <DoorPanel held={held} />
      {refused ? <RefusedPanel item={refused} /> : <NextAction held={held} lifecycles={view.lifecycles} />}
      {delivery.state === 'delivered' && <Onward view={view} />}
      {delivery.state === 'failed' && <p className={classes.calm}>{t('stop.failed')}</p>}
    </>
  );
}

function Onward({ view: { stops } }: { view: View }) {
  const [next] = stops;
  return (
    <div className={classes.onward}>
      <p>{t('stop.done')}</p>
      {next && (
        <Link
          to={'/driver/stop/$id' as never}
          params={{ id: next.held.id } as never}
          className={classes.next}
        >
          {t('stop.nextStop')}
        </Link>
      )}
    </div>
  );
}

function find({ offers, stops, returns, done, refused }: View, id: string): Held | undefined {
  return [...stops.map(({ held }) => held), ...offers, ...returns, ...done, ...refused].find(
    (held) => held.id === id,
  );
}
