import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '../app/api.ts';
import type { Session } from '../app/session.ts';
import { EntranceCard } from '../design/entrance.tsx';
import { Form } from './frame.tsx';
import { asGuest, sessionOf } from './guest.ts';
import { getPasskey, hasPasskeys } from './passkey.ts';
import { t } from './words.ts';

interface FactorStepProps {
  asked: Schema<'FactorRequired'>;
  onEnter(session: Session): Promise<void>;
  /** To the first step, where there was one on this page. */
  onBack?(): void;
}

/** The second step of a login. */
export function FactorStep({ asked: { challenge, factors }, onEnter, onBack }: FactorStepProps) {
  const withPasskey = factors.some((name) => name.startsWith('passkey')) && hasPasskeys();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [rememberDevice, setRemember] = useState(false);
  const answer = useMutation({
    mutationFn: (proof: { code: string } | { recoveryCode: string } | { passkey: never }) =>
      asGuest('accounts.answerFactor', { body: { challenge, rememberDevice, ...proof } }),
    onSuccess: (made) => onEnter(sessionOf(made)),
  });
  const passkey = useMutation({
    mutationFn: async () => {
      const { options } = await asGuest('accounts.offerPasskey', { body: { challenge } });
      const given = (await getPasskey(options)) as never;
      return answer.mutateAsync({ passkey: given });
    },
  });
  return (
    <EntranceCard title={t('factor.title')}>
      <Form
        label={t('go')}
        pending={answer.isPending}
        error={answer.error ?? passkey.error}
        onSubmit={() =>
          answer.mutate(recovery ? { recoveryCode: code.trim() } : { code: code.replace(/\s/g, '') })
        }
        after={
          withPasskey && (
            <Button variant="default" size="md" fullWidth onClick={() => passkey.mutate()}>
              {t('login.passkey')}
            </Button>
          )
        }
      >
        <TextInput
          key={String(recovery)}
          label={t(recovery ? 'factor.recovery' : 'factor.code')}
          size="md"
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Checkbox
          label={t('factor.remember')}
          checked={rememberDevice}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
      </Form>
      <Button
        variant="subtle"
        onClick={() => {
          setRecovery(!recovery);
          setCode('');
        }}
      >
        {t(recovery ? 'factor.useCode' : 'factor.useRecovery')}
      </Button>
      {onBack && (
        <Button variant="subtle" onClick={onBack}>
          {t('back')}
        </Button>
      )}
    </EntranceCard>
  );
}
