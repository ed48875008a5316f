import { useQuery } from '@tanstack/react-query';
import { Scroll } from './scroll.tsx';
import { createLazyRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, type Schema } from '../app/api.ts';
import { showAgo, showNumber, showPercent } from '../words/format.ts';
import classes from './admin.module.css';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { SlowQueries } from './slow-queries.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/')({ component: Operations });

const everyMs = 5000;

function Operations() {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => api('platform.readiness'),
    refetchInterval: everyMs,
  });
  const figures = useQuery({
    queryKey: ['operations'],
    queryFn: () => api('platform.getOperations'),
    refetchInterval: everyMs,
  });
  return (
    <>
      <PageHead title={t('ops.title')} intro={t('ops.intro')} />
      <div className={classes.cards}>
        <Reading query={health}>{(data) => <Dependencies health={data} />}</Reading>
        <Reading query={figures}>{(data) => <Figures data={data} />}</Reading>
      </div>
    </>
  );
}

const kinds = { ok: 'good', degraded: 'warn', down: 'bad' } as const;

const parts = ['database', 'worker', 'limits', 'redis', 'mail'] as const;
const sayPart = (name: string): string =>
  parts.some((one) => one === name) ? t(`ops.part.${name as (typeof parts)[number]}`) : name;

function Dependencies({ health }: { health: Schema<'Health'> }) {
  return (
    <section className={classes.card}>
      <h2>
        <span className={classes.mark} data-kind={kinds[health.status]}>
          {t(`ops.${health.status}`)}
        </span>
      </h2>
      <h3>{t('ops.dependencies')}</h3>
      <dl className={classes.facts}>
        {health.dependencies.map(({ name, status, milliseconds, detail }) => (
          <Fact key={name} name={[sayPart(name), detail].filter(Boolean).join(': ')}>
            <span className={classes.mark} data-kind={kinds[status]}>
              {t(`ops.dep.${status}`)} · {showNumber(milliseconds)} ms
            </span>
          </Fact>
        ))}
      </dl>
      <p className={classes.soft}>Caravan {health.version}</p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const megabytes = (bytes: number): string => `${showNumber(Math.round(bytes / 1_048_576))} MB`;

function Figures({ data }: { data: Schema<'Operations'> }) {
  const { database } = data;
  return (
    <>
      <section className={classes.card}>
        <h2>{t('ops.database')}</h2>
        <dl className={classes.facts}>
          <Fact name={t('ops.pool')}>
            {showNumber(database.inTransaction)} / {showNumber(database.poolSize)}
          </Fact>
          <Fact name={t('ops.waiting')}>{showNumber(database.waiting)}</Fact>
          <Fact name={t('ops.longest')}>{showNumber(database.longestQuerySeconds)} s</Fact>
          {database.cacheHitRate !== null && (
            <Fact name={t('ops.cache')}>{showPercent(database.cacheHitRate)}</Fact>
          )}
        </dl>
      </section>
      <section className={classes.card}>
        <h2>{t('ops.process')}</h2>
        <dl className={classes.facts}>
          <Fact name={t('ops.uptime')}>{showAgo(Date.now() - data.uptimeSeconds * 1000)}</Fact>
          <Fact name={t('ops.memory')}>
            {megabytes(data.memoryBytes)} / {megabytes(data.memoryLimitBytes)}
          </Fact>
          <Fact name={t('ops.lag')}>{showNumber(data.eventLoopP99Milliseconds)} ms</Fact>
        </dl>
      </section>
      <section className={classes.card}>
        <h2>{t('ops.sockets')}</h2>
        <dl className={classes.facts}>
          <Fact name={t('ops.sockets.open')}>{showNumber(data.sockets.open)}</Fact>
          <Fact name={t('ops.sockets.slow')}>{showNumber(data.sockets.closedSlow)}</Fact>
        </dl>
      </section>
      <Queues data={data} />
      <SlowQueries list={data.slowQueries} />
      <Pages list={data.pages} />
      <Slowest list={data.slowestOperations} />
    </>
  );
}

function Queues({ data }: { data: Schema<'Operations'> }) {
  const rows = [
    ...data.jobsGivenUp.map((row) => ({ ...row, kind: t('ops.givenUp') })),
    ...data.jobsWaiting.map((row) => ({ ...row, kind: t('ops.jobs') })),
    ...data.subscribers.map((row) => ({ ...row, kind: t('ops.events') })),
  ].filter(({ count }) => count > 0);
  return (
    <section className={classes.card}>
      <h2>{t('ops.queues')}</h2>
      {rows.length === 0 && <p className={classes.soft}>{t('ops.queues.none')}</p>}
      <dl className={classes.facts}>
        {rows.map(({ name, count, kind }) => (
          <Fact key={`${kind} ${name}`} name={`${name}, ${kind}`}>
            {showNumber(count)}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

const milliseconds = (value: number | null): string => (value === null ? '–' : `${showNumber(value)} ms`);

/** How the pages felt to people, as their browsers measured it. */
function Pages({ list }: { list: Schema<'Operations'>['pages'] }) {
  if (list.length === 0)
    return (
      <section className={`${classes.card} ${classes.wide}`}>
        <h2>{t('ops.pages')}</h2>
        <p className={classes.soft}>{t('ops.pages.none')}</p>
      </section>
    );
  return (
    <section className={`${classes.card} ${classes.wide}`}>
      <h2>{t('ops.pages')}</h2>
      <p className={classes.soft}>{t('ops.pages.more')}</p>
      <Scroll label={t('ops.pages')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('ops.area')}</th>
              {(['pages.count', 'firstPaint', 'largestPaint', 'interaction', 'shift'] as const).map(
                (name) => (
                  <th key={name} scope="col" className={classes.figure}>
                    {t(`ops.${name}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {list.map((row) => (
              <tr key={row.area}>
                <td>{row.area}</td>
                <td className={classes.figure}>{showNumber(row.pages)}</td>
                <td className={classes.figure}>{milliseconds(row.firstPaintMilliseconds)}</td>
                <td className={classes.figure}>{milliseconds(row.largestPaintMilliseconds)}</td>
                <td className={classes.figure}>{milliseconds(row.interactionMilliseconds)}</td>
                <td className={classes.figure}>{row.shift === null ? '–' : showNumber(row.shift)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Slowest({ list }: { list: Schema<'Operations'>['slowestOperations'] }) {
  return (
    <section className={`${classes.card} ${classes.wide}`}>
      <h2>{t('ops.slowest')}</h2>
      <Scroll label={t('ops.slowest')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('ops.operation')}</th>
              <th scope="col" className={classes.figure}>
                {t('ops.requests')}
              </th>
              <th scope="col" className={classes.figure}>
                {t('ops.mean')}
              </th>
              <th scope="col" className={classes.figure}>
                {t('ops.p95')}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map(({ operation, requests, meanMilliseconds, p95Milliseconds }) => (
              <tr key={operation}>
                <td className={classes.code}>{operation}</td>
                <td className={classes.figure}>{showNumber(requests)}</td>
                <td className={classes.figure}>{showNumber(meanMilliseconds)} ms</td>
                <td className={classes.figure}>
                  {p95Milliseconds === null ? '> 5 s' : `${showNumber(p95Milliseconds)} ms`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
