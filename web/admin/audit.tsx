import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { showInstant } from '../words/format.ts';
import classes from './admin.module.css';
import { PageHead } from './page-head.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/audit')({ component: Audit });

const kinds = { success: 'good', failure: 'warn', denied: 'bad' } as const;

/** Asked for by a button, not at every key: each look is an entry of its own. */
function Audit() {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const entries = useInfiniteQuery({
    queryKey: ['audit', q],
    queryFn: ({ pageParam }) =>
      api('audit.listEntries', {
        query: { limit: '50', ...(q && { q }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: Infinity,
  });
  const rows = entries.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHead title={t('audit.title')} intro={t('audit.intro')} />
      <form
        className={classes.bar}
        onSubmit={(event) => {
          event.preventDefault();
          setQ(typed.trim());
        }}
      >
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={entries.isFetching}>
          {t('search')}
        </Button>
      </form>
      {entries.error && (
        <p role="alert" className={classes.wrong}>
          {sentenceOf(entries.error, tApp('error.offline'))}
        </p>
      )}
      {entries.isSuccess && rows.length === 0 && <p className={classes.soft}>{t('audit.none')}</p>}
      {rows.length > 0 && <Entries rows={rows} />}
      {entries.hasNextPage && (
        <div className={classes.bar}>
          <Button variant="default" loading={entries.isFetching} onClick={() => void entries.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Entries({ rows }: { rows: readonly Schema<'AuditEntry'>[] }) {
  const users = useQuery({
    queryKey: ['people', 'names'],
    queryFn: () => api('accounts.listUsers', { query: { limit: '200' } }),
    staleTime: 300_000,
  });
  const names = new Map(users.data?.items.map(({ id, name }) => [id, name]));
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('audit.when')}</th>
            <th scope="col">{t('audit.actor')}</th>
            <th scope="col">{t('audit.did')}</th>
            <th scope="col">{t('audit.subject')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, occurredAt, actor, operation, outcome, subject, address }) => (
            <tr key={id}>
              <td>{showInstant(occurredAt)}</td>
              <td>
                {names.get(actor.id) ?? <span className={classes.code}>{actor.id}</span>}
                <div className={classes.soft}>{[actor.kind, address].filter(Boolean).join(' · ')}</div>
              </td>
              <td>
                <span className={classes.code}>{operation}</span>
                <div className={classes.mark} data-kind={kinds[outcome]}>
                  {t(`audit.${outcome}`)}
                </div>
              </td>
              <td className={classes.code}>
                {subject ? [subject.entity, subject.id].filter(Boolean).join(' ') : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
