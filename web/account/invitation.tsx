import { useMutation, useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { Entrance } from '../design/entrance.tsx';
import { useComingIn } from './coming-in.tsx';
import { FactorStep } from './factor-step.tsx';
import { BadLink, Form, Frame } from './frame.tsx';
import { asGuest, sentence, takeToken } from './guest.ts';
import { NewPerson, nobody } from './new-person.tsx';
import { sayRole } from './say-role.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/invitation')({ component: Invitation });

function Invitation() {
  const [token] = useState(takeToken);
  const { asked, enter, come } = useComingIn();
  const open = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => asGuest('accounts.getOpenInvitation', { path: { token: token ?? '' } }),
    enabled: token !== undefined,
    retry: false,
  });
  const [typed, setTyped] = useState(nobody);
  const person = { ...typed, name: typed.name || (open.data?.name ?? '') };
  const accept = useMutation({
    mutationFn: () => {
      const { name, password, mail } = person;
      return asGuest('accounts.acceptInvitation', {
        body: {
          token: token ?? '',
          name,
          password,
          transport: 'cookie',
          ...(!open.data?.mail && { mail }),
        },
      });
    },
    onSuccess: come,
  });
  if (!token) return <BadLink />;
  if (open.error) return <BadLink more={sentence(open.error)} />;
  if (!open.data) return <Frame title={t('invitation.title')} />;
  if (asked)
    return (
      <Entrance>
        <FactorStep asked={asked} onEnter={enter} />
      </Entrance>
    );
  return (
    <Frame title={t('invitation.title')} more={t('invitation.more', { role: sayRole(open.data.role) })}>
      <Form
        label={t('invitation.go')}
        pending={accept.isPending}
        error={accept.error}
        onSubmit={() => accept.mutate()}
      >
        <NewPerson person={person} fixedMail={open.data.mail} onChange={setTyped} />
      </Form>
    </Frame>
  );
}
