import { PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { BackToLogin, BadLink, Form, Frame, NewLink } from './frame.tsx';
import { asGuest, takeToken } from './guest.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/reset')({ component: Reset });

function Reset() {
  const [token] = useState(takeToken);
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => asGuest('accounts.resetPassword', { body: { token: token ?? '', password } }),
  });
  if (!token)
    return (
      <BadLink>
        <NewLink />
      </BadLink>
    );
  if (reset.isSuccess)
    return (
      <Frame title={t('forgot.title')} more={t('reset.done')}>
        <BackToLogin />
      </Frame>
    );
  return (
    <Frame title={t('forgot.title')}>
      <Form label={t('go')} pending={reset.isPending} error={reset.error} onSubmit={() => reset.mutate()}>
        <PasswordInput
          label={t('password.new')}
          description={t('password.hint')}
          size="md"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Form>
      {reset.isError && <NewLink />}
    </Frame>
  );
}
