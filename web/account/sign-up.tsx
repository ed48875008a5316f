import { useMutation } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { language } from '../words/language.ts';
import { BackToLogin, Form, Frame } from './frame.tsx';
import { asGuest } from './guest.ts';
import { NewPerson, nobody } from './new-person.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/sign-up')({ component: SignUp });

function SignUp() {
  const [person, setPerson] = useState(nobody);
  const ask = useMutation({
    mutationFn: () => asGuest('accounts.signUp', { body: { ...person, language } }),
  });
  if (ask.isSuccess)
    return (
      <Frame title={t('sent.title')} more={t('sent.more', { mail: person.mail })}>
        <BackToLogin />
      </Frame>
    );
  return (
    <Frame title={t('signUp.title')}>
      <Form label={t('signUp.go')} pending={ask.isPending} error={ask.error} onSubmit={() => ask.mutate()}>
        <NewPerson person={person} onChange={setPerson} />
      </Form>
      <BackToLogin />
    </Frame>
  );
}
