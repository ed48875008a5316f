import { useMutation } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { language } from '../words/language.ts';
import { useComingIn } from './coming-in.tsx';
import { BackToLogin, Form, Frame } from './frame.tsx';
import { asGuest, takeToken } from './guest.ts';
import { NewPerson, nobody } from './new-person.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/setup')({ component: SetUp });

/** The first account of an empty instance; its link is printed by the server. */
function SetUp() {
  const [token] = useState(takeToken);
  const [person, setPerson] = useState(nobody);
  const { come } = useComingIn('/first-steps');
  const make = useMutation({
    mutationFn: () =>
      asGuest('accounts.setUp', { body: { ...person, token: token ?? '', language, transport: 'cookie' } }),
    onSuccess: come,
  });
  if (!token)
    return (
      <Frame title={t('link.bad')} more={t('setup.none')}>
        <BackToLogin />
      </Frame>
    );
  return (
    <Frame title={t('setup.title')} more={t('setup.more')}>
      <Form label={t('go')} pending={make.isPending} error={make.error} onSubmit={() => make.mutate()}>
        <NewPerson person={person} onChange={setPerson} />
      </Form>
    </Frame>
  );
}
