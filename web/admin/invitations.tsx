import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { Confirm } from '../design/confirm.tsx';
import { showTime } from '../words/format.ts';
import classes from './admin.module.css';
import { Reading } from './reading.tsx';
import { roleTitle } from './role-title.ts';
import { SecretField } from './secret-field.tsx';
import { t } from './words.ts';

const nameOf = ({ name, mail, role }: Schema<'Invitation'>, titleOf: (role: string) => string): string =>
  name ?? mail ?? t('invite.made', { role: titleOf(role) });

/** Who is asked to come, and a form to ask more. */
export function Invitations({ roles }: { roles: { value: string; label: string }[] }) {
  const client = useQueryClient();
  const [mail, setMail] = useState('');
  const [role, setRole] = useState<string | null>('dispatcher');
  const [doomed, setDoomed] = useState<Schema<'Invitation'>>();
  const titleOf = (name: string) => roles.find(({ value }) => value === name)?.label ?? roleTitle(name);
  const again = () => client.invalidateQueries({ queryKey: ['invitations'] });
  const list = useQuery({
    queryKey: ['invitations'],
    queryFn: () => api('accounts.listInvitations', { query: { limit: '50' } }),
  });
  const invite = useMutation({
    mutationFn: () =>
      api('accounts.createInvitation', { body: { role: role ?? '', ...(mail.trim() && { mail }) } }),
    async onSuccess({ mail: to }) {
      if (to) notifications.show({ message: t('invite.sent', { mail: to }) });
      setMail('');
      await again();
    },
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => api('accounts.withdrawInvitation', { path: { id } }),
    onSettled: again,
    onSuccess: () => setDoomed(undefined),
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
  return (
    <section className={classes.card}>
      <h2>{t('invite.title')}</h2>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <TextInput
          label={t('invite.mail')}
          type="email"
          value={mail}
          error={invite.error && sentenceOf(invite.error, tApp('error.offline'))}
          onChange={(event) => setMail(event.currentTarget.value)}
        />
        <Select label={t('invite.role')} data={roles} value={role} allowDeselect={false} onChange={setRole} />
        <div className={classes.bar}>
          <Button type="submit" loading={invite.isPending} disabled={!role}>
            {t('invite.go')}
          </Button>
        </div>
      </form>
      {invite.data?.link && <SecretField label={t('invite.link')} value={invite.data.link} />}
      <h3>{t('invite.open')}</h3>
      <Reading query={list}>
        {({ items }) => {
          const open = items.filter(({ state }) => state === 'open');
          if (open.length === 0) return <p className={classes.soft}>{t('invite.none')}</p>;
          return (
            <ul className={classes.list}>
              {open.map((one) => {
                const who = nameOf(one, titleOf);
                return (
                  <li key={one.id}>
                    <span>
                      <b>{who}</b>
                      <span className={classes.soft}>
                        {titleOf(one.role)} · {t('invite.until', { time: showTime(one.expiresAt) })}
                      </span>
                    </span>
                    <Button
                      variant="subtle"
                      aria-label={`${t('invite.withdraw')}: ${who}`}
                      onClick={() => setDoomed(one)}
                    >
                      {t('invite.withdraw')}
                    </Button>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Reading>
      {doomed && (
        <Confirm
          title={t('invite.withdraw.of', { name: nameOf(doomed, titleOf) })}
          detail={t('invite.withdraw.more')}
          action={t('invite.withdraw')}
          pending={withdraw.isPending}
          onConfirm={() => withdraw.mutate(doomed.id)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </section>
  );
}
