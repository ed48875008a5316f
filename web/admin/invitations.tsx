import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { showTime } from '../words/format.ts';
import classes from './admin.module.css';
import { Reading } from './reading.tsx';
import { t } from './words.ts';

/** Who is asked to come, and a form to ask more. */
export function Invitations({ roles }: { roles: { value: string; label: string }[] }) {
  const client = useQueryClient();
  const [mail, setMail] = useState('');
  const [role, setRole] = useState<string | null>('dispatcher');
  const again = () => client.invalidateQueries({ queryKey: ['invitations'] });
  const list = useQuery({
    queryKey: ['invitations'],
    queryFn: () => api('accounts.listInvitations', { query: { limit: '50' } }),
  });
  const invite = useMutation({
    mutationFn: () =>
      api('accounts.createInvitation', { body: { role: role ?? '', ...(mail.trim() && { mail }) } }),
    async onSuccess() {
      setMail('');
      await again();
    },
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => api('accounts.withdrawInvitation', { path: { id } }),
    onSettled: again,
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
      {invite.data?.link && <TextInput label={t('invite.link')} readOnly value={invite.data.link} />}
      <h3>{t('invite.open')}</h3>
      <Reading query={list}>
        {({ items }) => {
          const open = items.filter(({ state }) => state === 'open');
          if (open.length === 0) return <p className={classes.soft}>{t('invite.none')}</p>;
          return (
            <ul className={classes.list}>
              {open.map((one) => {
                const who = one.name ?? one.mail ?? one.role;
                return (
                  <li key={one.id}>
                    <span>
                      <b>{who}</b>
                      <span className={classes.soft}>
                        {one.role} · {t('invite.until', { time: showTime(one.expiresAt) })}
                      </span>
                    </span>
                    <Button
                      variant="subtle"
                      aria-label={`${t('invite.withdraw')}: ${who}`}
                      onClick={() => withdraw.mutate(one.id)}
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
    </section>
  );
}
