import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { BackToLogin, Form, Frame } from './frame.tsx';
import { asGuest } from './guest.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/forgot')({ component: Forgot });

function Forgot() {
  const [mail, setMail] = useState('');
  const ask = useMutation({ mutationFn: () => asGuest('accounts.askPasswordReset', { body: { mail } }) });
  if (ask.isSuccess)
    return (
      <Frame title={t('sent.title')} more={t('sent.more', { mail })}>
        <BackToLogin />
      </Frame>
    );
  return (
    <Frame title={t('forgot.title')} more={t('forgot.more')}>
      <Form label={t('forgot.go')} pending={ask.isPending} error={ask.error} onSubmit={() => ask.mutate()}>
        <TextInput
          label={t('mail')}
          size="md"
          type="email"
          autoComplete="username"
          required
          value={mail}
          onChange={(event) => setMail(event.currentTarget.value)}
        />
      </Form>
      <BackToLogin />
    </Frame>
  );
}
