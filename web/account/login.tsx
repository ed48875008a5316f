import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Session } from '../app/session.ts';
import { EntranceCard } from '../design/entrance.tsx';
import classes from './account.module.css';
import { FactorStep } from './factor-step.tsx';
import { Form } from './frame.tsx';
import { asGuest, type Outcome, sessionOf } from './guest.ts';
import { getPasskey, hasPasskeys } from './passkey.ts';
import { t } from './words.ts';

/** Mail address and password, a second step where one is asked for, or a passkey alone. */
export function Login({ onEnter }: { onEnter(session: Session): Promise<void> }) {
  const [mail, setMail] = useState('');
  const [password, setPassword] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const come = async (next: Outcome) => ('state' in next ? setOutcome(next) : onEnter(sessionOf(next)));
  const login = useMutation({
    mutationFn: () => asGuest('accounts.login', { body: { mail, password, transport: 'cookie' } }),
    onSuccess: come,
  });
  const passkey = useMutation({ mutationFn: loginWithPasskey, onSuccess: come });
  if (outcome && 'state' in outcome) {
    const again = () => setOutcome(undefined);
    return <FactorStep asked={outcome} onEnter={onEnter} onBack={again} />;
  }
  return (
    <EntranceCard title={t('login.title')}>
      <Form
        label={t('login.go')}
        pending={login.isPending}
        error={login.error ?? passkey.error}
        onSubmit={() => login.mutate()}
        after={
          hasPasskeys() && (
            <Button
              variant="default"
              size="md"
              fullWidth
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {t('login.passkey')}
            </Button>
          )
        }
      >
        <TextInput
          label={t('mail')}
          size="md"
          type="email"
          autoComplete="username"
          required
          value={mail}
          onChange={(event) => setMail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          size="md"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Form>
      <nav className={classes.links}>
        <Link className={classes.link} to={'/forgot' as never}>
          {t('login.forgot')}
        </Link>
        <Link className={classes.link} to={'/sign-up' as never}>
          {t('login.signUp')}
        </Link>
      </nav>
    </EntranceCard>
  );
}

async function loginWithPasskey(): Promise<Outcome> {
  const { challenge, options } = await asGuest('accounts.startPasskeyLogin', { body: {} });
  const passkey = (await getPasskey(options)) as never;
  return asGuest('accounts.loginWithPasskey', { body: { challenge, passkey, transport: 'cookie' } });
}
