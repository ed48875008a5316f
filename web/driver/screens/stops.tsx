import { createLazyRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageTitle } from '../../design/page-title.tsx';
import { showTime } from '../../words/format.ts';
import { useView, type View } from '../store/driver-store.ts';
import { t } from '../words.ts';
import { BreakPanel } from './break-panel.tsx';
import { StopCard } from './stop-card.tsx';
import classes from './stops.module.css';
import { WorkButtons } from './work-buttons.tsx';

export const Route = createLazyRoute('/driver/')({ component: Stops });

/** The day in order: what needs a decision, what is offered, and the doors one after another. */
function Stops() {
  const view = useView();
  const { driver, breakSince, stops, offers, returns, refused, done, readAtMs } = view;
  if (!driver)
    return (
      <div className={classes.page}>
        <PageTitle>{t('day.title')}</PageTitle>
        <p className={classes.empty}>{t(view.online ? 'day.loading' : 'day.first')}</p>
      </div>
    );
  const [next, ...then] = stops;
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageTitle>{t('day.title')}</PageTitle>
        <p>
          {[
            stops.length > 0 && t('day.left', { count: stops.length }),
            done.length > 0 && t('day.done', { count: done.length }),
            readAtMs > 0 && t('day.read', { time: showTime(readAtMs) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {breakSince && <BreakPanel since={breakSince} why="break.stops" />}
      <Empty view={view} />
      <Section title={t('day.refused')} shown={refused.length > 0}>
        {refused.map((held) => (
          <StopCard key={held.id} held={held} kind="dropoff" />
        ))}
      </Section>
      <Section title={t('day.offers')} shown={offers.length > 0}>
        {offers.map((held) => (
          <StopCard key={held.id} held={held} kind="pickup" />
        ))}
      </Section>
      <Section title={t('day.next')} shown={next !== undefined}>
        {next && <StopCard {...next} place={1} isNext />}
      </Section>
      <Section title={t('day.then')} shown={then.length > 0}>
        {then.map((stop, index) => (
          <StopCard key={`${stop.held.id} ${stop.kind}`} {...stop} place={index + 2} />
        ))}
      </Section>
      <Section title={t('day.returns')} shown={returns.length > 0}>
        {returns.map((held) => (
          <StopCard key={held.id} held={held} kind="return" />
        ))}
      </Section>
    </div>
  );
}

function Section({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Empty({ view: { driver, stops, offers } }: { view: View }) {
  if (driver?.state === 'offline')
    return (
      <div className={classes.empty}>
        <b>{t('day.off.title')}</b>
        <p>{t('day.off')}</p>
        <WorkButtons />
      </div>
    );
  if (stops.length + offers.length > 0 || driver?.state === 'on_break') return null;
  return (
    <div className={classes.empty}>
      <b>{t('day.empty.title')}</b>
      <p>{t('day.empty')}</p>
    </div>
  );
}
