import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '../app/api.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

export function NewOperator({ next }: { next: boolean }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const save = useMutation({
    mutationFn: () =>
      api('parties.createParty', {
        body: { kind: 'company', name, operator: true, ...(phone.trim() && { phone }) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['setup', 'companies'] }),
  });
  return (
    <form
      className={classes.bar}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t('operator.name')}
        required
        maxLength={200}
        value={name}
        error={save.error && sentenceOf(save.error, t('failed'))}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('operator.phone')}
        type="tel"
        maxLength={40}
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      <Button type="submit" variant={next ? 'filled' : 'default'} loading={save.isPending}>
        {t('save')}
      </Button>
    </form>
  );
}
