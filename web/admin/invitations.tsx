import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { addDriver, inviteAgain } from '../app/invite.ts';
import { t as tApp } from '../app/words.ts';
import { Confirm } from '../design/confirm.tsx';
import { showTime } from '../words/format.ts';
import classes from './admin.module.css';
import { Reading } from './reading.tsx';
import { roleTitle } from './role-title.ts';
import { SecretField } from './secret-field.tsx';
import { t } from './words.ts';

/** Where the form stands on its page. */
export const invitePlace = 'invite';

const nameOf = ({ name, mail, role }: Schema<'Invitation'>, titleOf: (role: string) => string): string =>
  name ?? mail ?? t('invite.made', { role: titleOf(role) });

/** Who is asked to come, and a form to ask more. */
export function Invitations({ roles }: { roles: { value: string; label: string }[] }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
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
    mutationFn: async () => {
      const of = { ...(name.trim() && { name: name.trim() }), ...(mail.trim() && { mail: mail.trim() }) };
      // Who drives is more than an account: the board must know the driver.
      if (role === 'driver' && of.name) return (await addDriver({ ...of, name: of.name })).invitation;
      return api('accounts.createInvitation', { body: { role: role ?? '', ...of } });
    },
    async onSuccess(made) {
      if (made?.mail) notifications.show({ message: t('invite.sent', { mail: made.mail }) });
      setName('');
      setMail('');
      await again();
    },
  });
  const renew = useMutation({
    mutationFn: inviteAgain,
    onSuccess: ({ mail: to }) => {
      if (to) notifications.show({ message: t('invite.sent', { mail: to }) });
    },
    onSettled: again,
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
  const made = [invite, renew].sort((a, b) => b.submittedAt - a.submittedAt)[0]?.data;
  const withdraw = useMutation({
    mutationFn: (id: string) => api('accounts.withdrawInvitation', { path: { id } }),
    onSettled: again,
    onSuccess: () => setDoomed(undefined),
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
  return (
    <section id={invitePlace} className={classes.card}>
      <div>
        <h2>{t('invite.title')}</h2>
        <p className={classes.soft}>{t('invite.more')}</p>
      </div>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <TextInput
          label={t('invite.name')}
          required={role === 'driver'}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('invite.mail')}
          type="email"
          value={mail}
          error={invite.error && sentenceOf(invite.error, tApp('error.offline'))}
          onChange={(event) => setMail(event.currentTarget.value)}
        />
        <Select label={t('invite.role')} data={roles} value={role} allowDeselect={false} onChange={setRole} />
        <div className={classes.bar}>
          <Button
            type="submit"
            loading={invite.isPending}
            disabled={!role || (role === 'driver' && !name.trim())}
          >
            {t('invite.go')}
          </Button>
        </div>
      </form>
      {made?.link && (
        <SecretField
          label={t('invite.link.of', { name: made.name ?? made.mail ?? titleOf(made.role) })}
          value={made.link}
        />
      )}
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
                    <span className={classes.bar}>
                      <Button
                        variant="subtle"
                        loading={renew.isPending && renew.variables.id === one.id}
                        aria-label={`${t(one.mail ? 'invite.again.mail' : 'invite.again')}: ${who}`}
                        onClick={() => renew.mutate(one)}
                      >
                        {t(one.mail ? 'invite.again.mail' : 'invite.again')}
                      </Button>
                      <Button
                        variant="subtle"
                        aria-label={`${t('invite.withdraw')}: ${who}`}
                        onClick={() => setDoomed(one)}
                      >
                        {t('invite.withdraw')}
                      </Button>
                    </span>
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
