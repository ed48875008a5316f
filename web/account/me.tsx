import { PasswordInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema } from '../app/api.ts';
import { session } from '../app/session.ts';
import { Shell } from '../app/shell.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { PageTitle } from '../design/page-title.tsx';
import { language } from '../words/language.ts';
import classes from './account.module.css';
import { Factors } from './factors.tsx';
import { Form } from './frame.tsx';
import { sayRole } from './say-role.ts';
import { Section } from './section.tsx';
import { Sessions } from './sessions.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/me')({ component: Me });

function Me() {
  const me = useQuery({
    queryKey: ['me'],
    queryFn: () => api('accounts.getMe'),
    enabled: session.kind === 'login',
  });
  return (
    <Shell>
      <div className={classes.me}>
        <PageTitle>{t('me.title')}</PageTitle>
        {session.kind === 'demo' && <EmptyState title={t('me.demo')} />}
        {me.data && (
          <>
            <Profile key={me.data.version} me={me.data} />
            <Password />
            <Factors />
            <Sessions />
          </>
        )}
      </div>
    </Shell>
  );
}

function Profile({ me }: { me: Schema<'Me'> }) {
  const client = useQueryClient();
  const [name, setName] = useState(me.name);
  const save = useMutation({
    mutationFn: () => api('accounts.changeMe', { body: { name, language }, ifVersion: me.version }),
    async onSuccess() {
      notifications.show({ message: t('me.saved') });
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <Section title={t('me.profile')}>
      <Form label={t('me.save')} pending={save.isPending} error={save.error} onSubmit={() => save.mutate()}>
        <TextInput
          label={t('name')}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput label={t('mail')} readOnly value={me.mail} />
        <p className={classes.soft}>
          {t('me.roles')}: {me.roles.map(sayRole).join(', ')}
        </p>
      </Form>
    </Section>
  );
}

function Password() {
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => api('accounts.changePassword', { body: { currentPassword: now, newPassword: next } }),
    onSuccess() {
      setNow('');
      setNext('');
      notifications.show({ message: t('me.saved') });
    },
  });
  return (
    <Section title={t('me.password')}>
      <Form
        label={t('me.password.go')}
        pending={change.isPending}
        error={change.error}
        onSubmit={() => change.mutate()}
      >
        <PasswordInput
          label={t('password.now')}
          autoComplete="current-password"
          required
          value={now}
          onChange={(event) => setNow(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password.new')}
          description={t('password.hint')}
          autoComplete="new-password"
          required
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
      </Form>
    </Section>
  );
}
