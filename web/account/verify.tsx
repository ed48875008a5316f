import { useMutation } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Entrance } from '../design/entrance.tsx';
import { useComingIn } from './coming-in.tsx';
import { FactorStep } from './factor-step.tsx';
import { BadLink, Frame } from './frame.tsx';
import { asGuest, sentence, takeToken } from './guest.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/verify')({ component: Verify });

/** The link of the first mail: it confirms the address and signs in. */
function Verify() {
  const [token] = useState(takeToken);
  const { asked, enter, come } = useComingIn();
  const begun = useRef(false);
  const verify = useMutation({
    mutationFn: (given: string) =>
      asGuest('accounts.verifyMail', { body: { token: given, transport: 'cookie' } }),
    onSuccess: come,
  });
  useEffect(() => {
    if (begun.current || !token) return;
    begun.current = true;
    verify.mutate(token);
  }, [token, verify]);
  if (!token) return <BadLink />;
  if (verify.error) return <BadLink more={sentence(verify.error)} />;
  if (asked)
    return (
      <Entrance>
        <FactorStep asked={asked} onEnter={enter} />
      </Entrance>
    );
  return <Frame title={t('verify.title')} />;
}
