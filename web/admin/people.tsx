import { Button, MultiSelect, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { showDay } from '../words/format.ts';
import classes from './admin.module.css';
import { Invitations } from './invitations.tsx';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/people')({ component: People });

function People() {
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const users = useQuery({
    queryKey: ['users', q],
    queryFn: () => api('accounts.listUsers', { query: { limit: '100', ...(q && { q }) } }),
    placeholderData: (before) => before,
  });
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: () => api('accounts.listRoles', { query: { limit: '200' } }),
  });
  const names = roles.data?.items.map(({ name, title }) => ({ value: name, label: title })) ?? [];
  return (
    <>
      <PageHead title={t('nav.people')} intro={t('people.intro')}>
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </PageHead>
      <Reading query={users}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.soft}>{t('people.none')}</p>
          ) : (
            <div className={classes.scroll}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('name')}</th>
                    <th scope="col">{t('people.roles')}</th>
                    <th scope="col">{t('people.since')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((user) => (
                    <UserRow key={user.id} user={user} roles={names} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Reading>
      <Invitations roles={names} />
    </>
  );
}

interface UserRowProps {
  user: Schema<'User'>;
  roles: { value: string; label: string }[];
}

function UserRow({ user, roles }: UserRowProps) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState<string[]>(user.roles);
  const changed = wanted.toSorted().join() !== user.roles.toSorted().join();
  const give = useMutation({
    mutationFn: () => api('accounts.putGrants', { path: { id: user.id }, body: { roles: wanted } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
  return (
    <tr>
      <td>
        <b>{user.name}</b>
        <div className={classes.soft}>
          {user.mail}
          {user.deactivatedAt && ` · ${t('people.deactivated')}`}
        </div>
      </td>
      <td>
        <div className={classes.bar}>
          <MultiSelect
            aria-label={t('people.rolesOf', { name: user.name })}
            data={roles}
            value={wanted}
            onChange={setWanted}
          />
          {changed && (
            <Button loading={give.isPending} onClick={() => give.mutate()}>
              {t('save')}
            </Button>
          )}
        </div>
      </td>
      <td>{showDay(user.createdAt)}</td>
    </tr>
  );
}
