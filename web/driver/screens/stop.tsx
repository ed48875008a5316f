import { createLazyRoute, Link, useParams } from '@tanstack/react-router';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { PageTitle } from '../../design/page-title.tsx';
import { StateMark } from '../../design/state-mark.tsx';
import { showTime } from '../../words/format.ts';
import { useView, type View } from '../store/driver-store.ts';
import type { Held } from '../store/snapshot.ts';
import { t } from '../words.ts';
import { BreakPanel } from './break-panel.tsx';
import { DoorPanel } from './door-panel.tsx';
import { NextAction } from './next-action.tsx';
import { nextStep } from './next-step.ts';
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
  const { delivery, waiting, refused, gone, offer } = held;
  return (
    <>
      <div className={classes.marks}>
        <StateMark state={delivery.state} />
        {offer && <span>{t('day.answer', { time: showTime(offer.expiresAt) })}</span>}
        {waiting > 0 && !refused && <span>{t('stop.waiting', { count: waiting })}</span>}
      </div>
      {gone && <p className={classes.warn}>{t('stop.gone')}</p>}
      {refused && <RefusedPanel key={refused.seq} item={refused} delivery={delivery} />}
      <DoorPanel held={held} />
      {!refused &&
        (view.breakSince && waitsForWork(held, view) ? (
          <BreakPanel since={view.breakSince} why="break.first" />
        ) : (
          <NextAction held={held} lifecycles={view.lifecycles} />
        ))}
      {delivery.state === 'delivered' && <Onward view={view} />}
      {delivery.state === 'failed' && <p className={classes.calm}>{t('stop.failed')}</p>}
    </>
  );
}

/** On a break nothing is done at a door; an offer can be answered all the same. */
const waitsForWork = (held: Held, { lifecycles }: View): boolean =>
  held.delivery.state !== 'assigned' && nextStep(held, lifecycles).main !== null;

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

function find({ held }: View, id: string): Held | undefined {
  return held.find((one) => one.id === id && (!one.gone || one.waiting > 0 || one.refused !== null));
}
