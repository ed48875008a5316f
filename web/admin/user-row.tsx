import { Button, MultiSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { session } from '../app/session.ts';
import { t as tApp } from '../app/words.ts';
import { Confirm } from '../design/confirm.tsx';
import { showDate } from '../words/format.ts';
import classes from './admin.module.css';
import { sayWithUndo } from './say-with-undo.tsx';
import { isConflict, VersionConflict } from './version-conflict.tsx';
import { t } from './words.ts';

interface UserRowProps {
  user: Schema<'User'>;
  roles: { value: string; label: string }[];
}

const sorted = (names: readonly string[]): string => [...names].sort().join();

export function UserRow({ user, roles }: UserRowProps) {
  const client = useQueryClient();
  const { id, name } = user;
  const [wanted, setWanted] = useState<string[]>(user.roles);
  const changed = sorted(wanted) !== sorted(user.roles);
  const again = () => client.invalidateQueries({ queryKey: ['users'] });
  /** Read when the list of roles opens: what is saved later is saved over exactly this. */
  const grants = useQuery({
    queryKey: ['grants', id],
    queryFn: () => api('accounts.getGrants', { path: { id } }),
    enabled: false,
  });
  const open = async () => {
    const { data } = await grants.refetch();
    if (data && sorted(data.roles.map((role) => role.name)) !== sorted(user.roles)) await again();
  };
  const give = useMutation({
    mutationFn: () =>
      api('accounts.putGrants', {
        path: { id },
        body: { roles: wanted },
        ...(grants.data && { ifVersion: grants.data.version }),
      }),
    async onSuccess(saved) {
      client.setQueryData(['grants', id], saved);
      await again();
      sayWithUndo(t('people.saved', { name }), async () => {
        const body = { roles: user.roles };
        const undone = await api('accounts.putGrants', { path: { id }, body, ifVersion: saved.version });
        client.setQueryData(['grants', id], undone);
        await again();
        return t('people.undone', { name });
      });
    },
    onError: (error) =>
      isConflict(error) ||
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
  const readNewest = async () => {
    give.reset();
    await Promise.all([grants.refetch(), again()]);
    setWanted(user.roles);
  };
  return (
    <tr>
      <td>
        <b>{name}</b>
        <div className={classes.soft}>
          {user.mail}
          {user.deactivatedAt && ` · ${t('people.deactivated')}`}
        </div>
      </td>
      <td>
        <div className={classes.bar}>
          <MultiSelect
            aria-label={t('people.rolesOf', { name })}
            data={roles}
            value={wanted}
            onDropdownOpen={() => void open()}
            onChange={(next) => {
              setWanted(next);
              if (!grants.data) void open();
            }}
          />
          {changed && (
            <Button loading={give.isPending} disabled={grants.isFetching} onClick={() => give.mutate()}>
              {t('save')}
            </Button>
          )}
        </div>
        {isConflict(give.error) && <VersionConflict onRead={() => void readNewest()} />}
      </td>
      <td data-label={t('people.since')}>{showDate(user.createdAt)}</td>
      <td>
        <div className={classes.actions}>
          <Link to="/admin/rights" search={{ user: id }} aria-label={`${t('people.rights')}: ${name}`}>
            {t('people.rights')}
          </Link>
          <Lock user={user} />
        </div>
      </td>
    </tr>
  );
}

/** Locking somebody out asks first and says what it does; letting in again is done at once. */
function Lock({ user: { id, name, version, deactivatedAt, partyId } }: { user: Schema<'User'> }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const locked = deactivatedAt !== null;
  const change = useMutation({
    mutationFn: () =>
      api('accounts.changeUser', { path: { id }, body: { deactivated: !locked }, ifVersion: version }),
    onSuccess: () =>
      notifications.show({ message: t(locked ? 'people.unlocked' : 'people.locked', { name }) }),
    onError: (error) =>
      notifications.show({
        message: isConflict(error) ? t('conflict.title') : sentenceOf(error, tApp('error.offline')),
        color: 'red',
      }),
    onSettled: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: ['users'] });
    },
  });
  if (partyId === session.current?.partyId) return null;
  const label = t(locked ? 'people.unlock' : 'people.lock');
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={change.isPending && !asking}
        aria-label={`${label}: ${name}`}
        onClick={() => (locked ? change.mutate() : setAsking(true))}
      >
        {label}
      </Button>
      {asking && (
        <Confirm
          title={t('people.lock.of', { name })}
          detail={t('people.lock.more')}
          action={label}
          pending={change.isPending}
          onConfirm={() => change.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
