import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import classes from './admin.module.css';
import { AuditEntries } from './audit-entries.tsx';
import { AuditFilters, type AuditQuestion } from './audit-filters.tsx';
import { PageHead } from './page-head.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/audit')({ component: Audit });

/** Asked for by a button, not at every key: each look is an entry of its own. */
function Audit() {
  const [question, setQuestion] = useState<AuditQuestion>({});
  const entries = useInfiniteQuery({
    queryKey: ['audit', question],
    queryFn: ({ pageParam }) =>
      api('audit.listEntries', {
        query: { limit: '50', ...question, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: Infinity,
  });
  const rows = entries.data?.pages.flatMap(({ items }) => items) ?? [];
  const ask = (next: AuditQuestion) => {
    if (JSON.stringify(next) === JSON.stringify(question)) void entries.refetch();
    else setQuestion(next);
  };
  return (
    <>
      <PageHead title={t('audit.title')} intro={t('audit.intro')} />
      <AuditFilters pending={entries.isFetching && !entries.isFetchingNextPage} onAsk={ask} />
      {entries.error && (
        <p role="alert" className={classes.wrong}>
          {sentenceOf(entries.error, tApp('error.offline'))}
        </p>
      )}
      {entries.isSuccess && rows.length === 0 && (
        <p role="status" className={classes.soft}>
          {t('audit.none')}
        </p>
      )}
      {rows.length > 0 && <AuditEntries rows={rows} />}
      {entries.hasNextPage ? (
        <div className={classes.bar}>
          <Button
            variant="default"
            loading={entries.isFetchingNextPage}
            onClick={() => void entries.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </div>
      ) : (
        rows.length > 0 && <p className={classes.soft}>{t('audit.end')}</p>
      )}
    </>
  );
}
