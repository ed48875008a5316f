import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../app/api.ts';
import { showDay } from '../words/format.ts';
import classes from './account.module.css';
import { Form } from './frame.tsx';
import { sentence } from './guest.ts';
import { hasPasskeys, makePasskey } from './passkey.ts';
import { Section } from './section.tsx';
import { t } from './words.ts';

/** Authenticator apps, passkeys and the codes for when both are lost. */
export function Factors() {
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>();
  const [started, setStarted] = useState<Schema<'TotpSetup'>>();
  const list = useQuery({ queryKey: ['factors'], queryFn: () => api('accounts.listFactors') });
  const done = async ({ recoveryCodes }: { recoveryCodes?: string[] | undefined }) => {
    setStarted(undefined);
    if (recoveryCodes) setCodes(recoveryCodes);
    await client.invalidateQueries({ queryKey: ['factors'] });
  };
  const start = useMutation({
    mutationFn: () => api('accounts.startTotp', { body: {} }),
    onSuccess: setStarted,
  });
  const addPasskey = useMutation({ mutationFn: newPasskey, onSuccess: done });
  const remove = useMutation({
    mutationFn: (id: string) => api('accounts.removeFactor', { path: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['factors'] }),
  });
  const all = [...(list.data?.totps ?? []), ...(list.data?.passkeys ?? [])];
  const error = start.error ?? addPasskey.error ?? remove.error;
  return (
    <Section title={t('me.factors')}>
      {list.data && all.length === 0 && <p className={classes.soft}>{t('me.factors.none')}</p>}
      <ul className={classes.rows}>
        {all.map(({ id, name, addedAt }) => (
          <li key={id}>
            <span>
              <b>{name}</b>
              <span className={classes.soft}>{showDay(addedAt)}</span>
            </span>
            <Button
              variant="default"
              aria-label={`${t('me.factors.remove')}: ${name}`}
              onClick={() => remove.mutate(id)}
            >
              {t('me.factors.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {all.length > 0 && list.data && (
        <p className={classes.soft}>{t('me.factors.left', { count: list.data.recoveryCodesLeft })}</p>
      )}
      {error && (
        <Alert role="alert" color="red" variant="outline">
          {sentence(error)}
        </Alert>
      )}
      {codes && (
        <Alert variant="outline" role="status">
          <p>{t('me.factors.recovery')}</p>
          <ul className={classes.codes}>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </Alert>
      )}
      {started ? (
        <ConfirmTotp started={started} onDone={done} />
      ) : (
        <div className={classes.bar}>
          <Button variant="default" loading={start.isPending} onClick={() => start.mutate()}>
            {t('me.factors.totp')}
          </Button>
          {hasPasskeys() && (
            <Button variant="default" loading={addPasskey.isPending} onClick={() => addPasskey.mutate()}>
              {t('me.factors.passkey')}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}

async function newPasskey() {
  const { challenge, options } = await api('accounts.startPasskey', { body: {} });
  const passkey = (await makePasskey(options)) as never;
  return api('accounts.addPasskey', { body: { challenge, passkey } });
}

interface ConfirmTotpProps {
  started: Schema<'TotpSetup'>;
  onDone(confirmed: { recoveryCodes?: string[] | undefined }): Promise<void>;
}

function ConfirmTotp({ started: { id, secret, qrSvg }, onDone }: ConfirmTotpProps) {
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => api('accounts.confirmTotp', { path: { id }, body: { code: code.replace(/\s/g, '') } }),
    onSuccess: onDone,
  });
  return (
    <Form label={t('go')} pending={confirm.isPending} error={confirm.error} onSubmit={() => confirm.mutate()}>
      <p>{t('me.factors.scan')}</p>
      <img
        className={classes.qr}
        alt={t('me.factors.qr')}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrSvg)}`}
      />
      <code>{secret}</code>
      <TextInput
        label={t('factor.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </Form>
  );
}
