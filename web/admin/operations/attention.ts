import type { Schema } from '../../app/api.ts';
import { showAgo, showPercent } from '../../words/format.ts';
import { sayPart, showMilliseconds, showSeconds } from './say.ts';
import { t } from './words.ts';

export interface Finding {
  tone: 'bad' | 'warn';
  /** What is wrong, and what to do about it. */
  text: string;
  remedy: string;
  /** The page where it is done. */
  to?: '/admin/limits';
}

interface Known {
  health: Schema<'Health'> | undefined;
  /** Since when nobody answers; 0 while somebody does. */
  silentSinceMs: number;
  figures: Schema<'Operations'> | undefined;
  /** Who is held up by a limit now. */
  held: number;
}

/** As the alert rules in deploy/prometheus, as far as one reading can tell. */
const memoryShare = 0.9;
const eventsBehind = 1000;
const lagMs = 500;
const queryS = 5;

/** All that somebody should look at, the worst first. */
export function findingsOf({ health, silentSinceMs, figures, held }: Known): Finding[] {
  const silent: Finding[] =
    silentSinceMs > 0
      ? [
          {
            tone: 'bad',
            text: t('find.silent'),
            remedy: t('find.silent.do', { time: showAgo(silentSinceMs) }),
          },
        ]
      : [];
  const down = (health?.dependencies ?? []).filter(({ status }) => status === 'down');
  // Whether somebody works is asked of the database: while that is down nobody can say.
  const blind = down.some(({ name }) => name === 'database');
  const parts = silent.length > 0 ? [] : down.filter(({ name }) => !blind || name !== 'worker').map(ofPart);
  const own = silent.length > 0 || !figures ? [] : ofFigures(figures);
  const limits: Finding[] =
    held > 0
      ? [
          {
            tone: 'warn',
            text: t('find.held', { count: held }),
            remedy: t('find.held.do'),
            to: '/admin/limits',
          },
        ]
      : [];
  const all = [...silent, ...parts, ...own, ...limits];
  return [...all.filter(({ tone }) => tone === 'bad'), ...all.filter(({ tone }) => tone === 'warn')];
}

const explained = ['database', 'worker', 'limits'] as const;

function ofPart({ name, critical, detail }: Schema<'Health'>['dependencies'][number]): Finding {
  const known = explained.find((one) => one === name);
  return {
    // Without a worker nothing moves, though everything can still be read.
    tone: critical || name === 'worker' ? 'bad' : 'warn',
    text: known ? t(`find.${known}`) : t('find.part', { part: sayPart(name) }),
    remedy: known ? t(`find.${known}.do`) : t('find.part.do', { detail: detail ?? '–' }),
  };
}

function ofFigures({
  database,
  memoryBytes,
  memoryLimitBytes,
  eventLoopP99Milliseconds,
  jobsGivenUp,
  subscribers,
  slowQueries,
}: Schema<'Operations'>): Finding[] {
  const found: Finding[] = [];
  const warn = (text: string, remedy: string) => found.push({ tone: 'warn', text, remedy });
  const { waiting, inTransaction, poolSize, longestQuerySeconds } = database;
  if (waiting > 0 && inTransaction >= poolSize)
    found.push({ tone: 'bad', text: t('find.pool'), remedy: t('find.pool.do', { count: waiting }) });
  if (memoryLimitBytes > 0 && memoryBytes / memoryLimitBytes > memoryShare) {
    const part = showPercent(memoryBytes / memoryLimitBytes);
    found.push({ tone: 'bad', text: t('find.memory', { part }), remedy: t('find.memory.do') });
  }
  for (const { name, count } of jobsGivenUp)
    if (count > 0) warn(t('find.givenUp', { name, times: t('times', { count }) }), t('find.givenUp.do'));
  for (const { name, count } of subscribers)
    if (count > eventsBehind) warn(t('find.behind', { name, count }), t('find.behind.do'));
  if (longestQuerySeconds > queryS)
    warn(t('find.query', { time: showSeconds(longestQuerySeconds) }), t('find.query.do'));
  if (eventLoopP99Milliseconds > lagMs)
    warn(t('find.lag', { time: showMilliseconds(eventLoopP99Milliseconds) }), t('find.lag.do'));
  const unaided = slowQueries?.filter(({ index }) => index).length ?? 0;
  if (unaided > 0) warn(t('find.index', { count: unaided }), t('find.index.do'));
  return found;
}
