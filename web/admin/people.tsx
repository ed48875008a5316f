import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/api.ts';
import classes from './admin.module.css';
import { invitePlace, Invitations } from './invitations.tsx';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { roleTitle } from './role-title.ts';
import { allRoles } from './rights/data.ts';
import { UserRow } from './user-row.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/people')({ component: People });

function goToForm(): void {
  const form = document.getElementById(invitePlace);
  form?.scrollIntoView({ block: 'start' });
  form?.querySelector('input')?.focus({ preventScroll: true });
}

function People() {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const users = useInfiniteQuery({
    queryKey: ['users', 'all', q],
    queryFn: ({ pageParam }) =>
      api('accounts.listUsers', {
        query: { limit: '100', ...(q && { q }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const roles = useQuery(allRoles);
  const names = (roles.data?.items ?? []).map(({ name, title }) => ({
    value: name,
    label: roleTitle(name, title),
  }));
  return (
    <>
      <PageHead title={t('nav.people')} intro={t('people.intro')}>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button onClick={goToForm}>{t('invite.title')}</Button>
      </PageHead>
      <Reading query={users}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className={classes.soft}>{t('people.none')}</p>;
          return (
            <div className={classes.scroll}>
              <table className={`${classes.table} ${classes.stack} ${classes.middle}`}>
                <thead>
                  <tr>
                    <th scope="col">{t('name')}</th>
                    <th scope="col">{t('people.roles')}</th>
                    <th scope="col">{t('people.since')}</th>
                    <th scope="col">
                      <span className="unseen">{t('people.actions')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((user) => (
                    <UserRow key={`${user.id} ${user.roles.join()}`} user={user} roles={names} />
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Reading>
      {users.hasNextPage && (
        <div className={classes.bar}>
          <Button
            variant="default"
            loading={users.isFetchingNextPage}
            onClick={() => void users.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </div>
      )}
      <Invitations roles={names} />
    </>
  );
}
