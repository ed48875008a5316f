import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../../app/api.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { showDate } from '../../words/format.ts';
import classes from '../admin.module.css';
import { Reading } from '../reading.tsx';
import { roleTitle } from '../role-title.ts';
import { t as tAdmin } from '../words.ts';
import { Ask } from './ask.tsx';
import { allPermissions, allRoles } from './data.ts';
import { PersonTable } from './person-table.tsx';
import own from './rights.module.css';
import { t } from './words.ts';

interface PersonProps {
  userId: string | undefined;
  onChoose(id: string | null): void;
}

export function Person({ userId, onChoose }: PersonProps) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const chosen = useQuery({
    queryKey: ['user', userId],
    queryFn: () => api('accounts.getUser', { path: { id: userId as string } }),
    enabled: userId !== undefined,
  });
  const found = useQuery({
    queryKey: ['users', 'choose', q],
    queryFn: () => api('accounts.listUsers', { query: { limit: '20', ...(q && { q }) } }),
    placeholderData: keepPreviousData,
  });
  const people = new Map(found.data?.items.map((user) => [user.id, user]));
  if (chosen.data) people.set(chosen.data.id, chosen.data);
  return (
    <>
      <Select
        className={own.chooser}
        label={t('person')}
        placeholder={t('person.choose')}
        searchable
        clearable
        data={[...people.values()].map(({ id, name, mail }) => ({ value: id, label: `${name} · ${mail}` }))}
        filter={({ options }) => options}
        nothingFoundMessage={tAdmin('people.none')}
        value={userId ?? null}
        onSearchChange={setTyped}
        onChange={onChoose}
      />
      {userId === undefined ? (
        <EmptyState title={t('person.empty')} detail={t('person.empty.more')} />
      ) : (
        <Reading query={chosen}>{(user) => <Chosen key={user.id} user={user} />}</Reading>
      )}
    </>
  );
}

function Chosen({ user }: { user: Schema<'User'> }) {
  const grants = useQuery({
    queryKey: ['grants', user.id],
    queryFn: () => api('accounts.getGrants', { path: { id: user.id } }),
  });
  const roles = useQuery(allRoles);
  const permissions = useQuery(allPermissions);
  return (
    <Reading query={grants}>
      {(held) => (
        <>
          <Where grants={held} />
          <Reading query={permissions}>
            {({ items }) => (
              <>
                <Ask userId={user.id} permissions={items} />
                <PersonTable
                  name={user.name}
                  grants={held}
                  roles={roles.data?.items ?? []}
                  permissions={items}
                />
              </>
            )}
          </Reading>
        </>
      )}
    </Reading>
  );
}

/** Which roles, and how far `company` and `region` reach. */
function Where({ grants: { roles, memberOf, companyIds, regionIds } }: { grants: Schema<'UserGrants'> }) {
  const companies = useNames('party', [...new Set([...memberOf, ...companyIds])]);
  const regions = useNames('region', regionIds);
  const givers = useNames(
    'user',
    roles.map(({ grantedBy }) => grantedBy),
  );
  const rows = (
    [
      [t('person.companies'), companies],
      [t('person.regions'), regions],
    ] as const
  ).filter(([, names]) => names.length > 0);
  return (
    <section className={classes.card}>
      <h2>{t('person.roles')}</h2>
      {roles.length === 0 && <p className={classes.soft}>{t('person.roles.none')}</p>}
      <ul className={own.held}>
        {roles.map(({ name, title, grantedAt, grantedBy }, index) => (
          <li key={name}>
            <b>{roleTitle(name, title)}</b>{' '}
            <span className={classes.soft}>
              {t('person.since', { day: showDate(grantedAt), who: givers[index] ?? grantedBy })}
            </span>
          </li>
        ))}
      </ul>
      {rows.length > 0 && (
        <dl className={own.where}>
          {rows.map(([label, names]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{names.join(', ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

const shownAtMost = 20;

const readers = {
  party: (id: string) => api('parties.getParty', { path: { id } }),
  region: (id: string) => api('places.getRegion', { path: { id } }),
  user: (id: string) => api('accounts.getUser', { path: { id } }),
};

function useNames(kind: keyof typeof readers, ids: readonly string[]): string[] {
  const { data } = useQuery({
    queryKey: ['names', kind, ids],
    queryFn: () =>
      Promise.all(
        ids.slice(0, shownAtMost).map((id) =>
          readers[kind](id).then(
            ({ name }) => name,
            () => id,
          ),
        ),
      ),
    enabled: ids.length > 0,
    staleTime: 300_000,
  });
  const more = ids.length - shownAtMost;
  return [...(data ?? ids.slice(0, shownAtMost).map(() => '…')), ...(more > 0 ? [`+ ${more}`] : [])];
}
