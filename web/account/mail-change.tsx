import { useMutation } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { BackToLogin, BadLink, Frame } from './frame.tsx';
import { asGuest, sentence, takeToken } from './guest.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/mail-change')({ component: MailChange });

function MailChange() {
  const [token] = useState(takeToken);
  const begun = useRef(false);
  const confirm = useMutation({
    mutationFn: (given: string) => asGuest('accounts.confirmMailChange', { body: { token: given } }),
  });
  useEffect(() => {
    if (begun.current || !token) return;
    begun.current = true;
    confirm.mutate(token);
  }, [token, confirm]);
  if (!token) return <BadLink />;
  if (confirm.error) return <BadLink more={sentence(confirm.error)} />;
  return (
    <Frame title={confirm.isSuccess ? t('mailChange.done') : t('verify.title')}>
      {confirm.isSuccess && <BackToLogin />}
    </Frame>
  );
}
