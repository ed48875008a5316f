import { useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { PageHead } from '../page-head.tsx';
import { Reading } from '../reading.tsx';
import { t as tAdmin } from '../words.ts';
import { AttentionList } from './attention-list.tsx';
import { findingsOf } from './attention.ts';
import { Dependencies, Figures } from './figures.tsx';
import own from './operations.module.css';
import { readHealth } from './read-health.ts';
import { SlowQueries } from './slow-queries.tsx';
import { Pages, Slowest } from './tables.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/')({ component: Operations });

const everyMs = 5000;

/** What is wrong and what to do comes first; the figures stand below, for those who look for the cause. */
function Operations() {
  const health = useQuery({ queryKey: ['health'], queryFn: readHealth, refetchInterval: everyMs });
  const figures = useQuery({
    queryKey: ['operations'],
    queryFn: () => api('platform.getOperations'),
    refetchInterval: everyMs,
  });
  const limits = useQuery({
    queryKey: ['limits'],
    queryFn: () => api('platform.listLimits'),
    refetchInterval: everyMs,
  });
  const findings = findingsOf({
    health: health.data,
    silentSinceMs: health.isError ? health.dataUpdatedAt || Date.now() : 0,
    figures: figures.data,
    held: new Set(limits.data?.items.filter(({ limited }) => limited).map(({ subject }) => subject)).size,
  });
  return (
    <>
      <PageHead title={tAdmin('nav.operations')} intro={t('intro')} />
      {!health.isPending && <AttentionList findings={findings} />}
      <div className={own.figures}>
        {health.data && <Dependencies health={health.data} />}
        <Reading query={figures}>{(data) => <Figures data={data} />}</Reading>
      </div>
      {figures.data && (
        <>
          <SlowQueries list={figures.data.slowQueries} />
          <Slowest list={figures.data.slowestOperations} />
          <Pages list={figures.data.pages} />
        </>
      )}
    </>
  );
}
