import { useEffect, useState } from 'react';
import { showMinutes, showTime } from '../../words/format.ts';
import { t } from '../words.ts';
import classes from './break-panel.module.css';
import { useRestAround } from './step-button.tsx';
import { WorkButtons } from './work-buttons.tsx';

const LOOK_MILLIS = 10_000;

/** For a driver on a break: how long already, and the way back to work. */
export function BreakPanel({ since, why }: { since: string; why: 'break.stops' | 'break.first' }) {
  useRestAround();
  return (
    <section className={classes.panel} aria-labelledby="break">
      <h2 id="break">{t('break.title')}</h2>
      <BreakSpan since={since} />
      <p>{t(why)}</p>
      <WorkButtons />
    </section>
  );
}

/** Since when, and the whole minutes that have passed. */
export function BreakSpan({ since }: { since: string }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), LOOK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  // The clock of a phone may be behind the one that the break was begun by.
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(since)) / 60_000));
  return (
    <p className={classes.span}>
      {t('break.since', { time: showTime(since), span: showMinutes(minutes * 60) })}
    </p>
  );
}
