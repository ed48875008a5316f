import type { ReactNode } from 'react';
import type { Schema } from '../../app/api.ts';
import { showAgo, showNumber, showPercent } from '../../words/format.ts';
import classes from '../admin.module.css';
import { sayPart, showBytes, showMilliseconds, showSeconds } from './say.ts';
import { t } from './words.ts';

const kinds = { ok: 'good', degraded: 'warn', down: 'bad' } as const;

export function Dependencies({ health }: { health: Schema<'Health'> }) {
  return (
    <section className={classes.card}>
      <h2>{t('dependencies')}</h2>
      <dl className={classes.facts}>
        {health.dependencies.map(({ name, status, milliseconds }) => (
          <Fact key={name} name={sayPart(name)}>
            <span className={classes.mark} data-kind={kinds[status]}>
              {status === 'ok' ? `${t('dep.ok')} · ${showMilliseconds(milliseconds)}` : t('dep.down')}
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

const share = (used: number | string, limit: number | string): string => t('of', { used, limit });

export function Figures({ data }: { data: Schema<'Operations'> }) {
  const { database, sockets } = data;
  return (
    <>
      <section className={classes.card}>
        <h2>{t('database')}</h2>
        <dl className={classes.facts}>
          <Fact name={t('pool')}>
            {share(showNumber(database.inTransaction), showNumber(database.poolSize))}
          </Fact>
          <Fact name={t('waiting')}>{showNumber(database.waiting)}</Fact>
          <Fact name={t('longest')}>
            {database.longestQuerySeconds < 1
              ? showMilliseconds(database.longestQuerySeconds * 1000)
              : showSeconds(database.longestQuerySeconds)}
          </Fact>
          {database.cacheHitRate !== null && (
            <Fact name={t('cache')}>{showPercent(database.cacheHitRate)}</Fact>
          )}
        </dl>
      </section>
      <section className={classes.card}>
        <h2>{t('process')}</h2>
        <dl className={classes.facts}>
          <Fact name={t('uptime')}>{showAgo(Date.now() - data.uptimeSeconds * 1000)}</Fact>
          <Fact name={t('memory')}>
            {share(showBytes(data.memoryBytes), showBytes(data.memoryLimitBytes))}
          </Fact>
          <Fact name={t('lag')}>{showMilliseconds(data.eventLoopP99Milliseconds)}</Fact>
          <Fact name={t('sockets.open')}>{showNumber(sockets.open)}</Fact>
          <Fact name={t('sockets.slow')}>{showNumber(sockets.closedSlow)}</Fact>
        </dl>
      </section>
      <Queues data={data} />
    </>
  );
}

function Queues({ data }: { data: Schema<'Operations'> }) {
  const rows = [
    ...data.jobsGivenUp.map((row) => ({ ...row, kind: t('givenUp') })),
    ...data.jobsWaiting.map((row) => ({ ...row, kind: t('jobs') })),
    ...data.subscribers.map((row) => ({ ...row, kind: t('events') })),
  ].filter(({ count }) => count > 0);
  return (
    <section className={classes.card}>
      <h2>{t('queues')}</h2>
      {rows.length === 0 && <p className={classes.soft}>{t('queues.none')}</p>}
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
