import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import classes from './admin.module.css';
import { FormCard } from './form-card.tsx';
import { labelOf } from './rights/groups.ts';
import { SecretField } from './secret-field.tsx';
import { t } from './words.ts';

/** Its rights are told as on the page of rights; it never has more than who makes it. */
export function NewKey({ onDone }: { onDone(): void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [wanted, setWanted] = useState<string[]>([]);
  const [until, setUntil] = useState('');
  const me = useQuery({ queryKey: ['me'], queryFn: () => api('accounts.getMe') });
  const own = (me.data?.permissions ?? {}) as Record<string, 'own' | 'party' | 'region' | 'all'>;
  const make = useMutation({
    mutationFn: () => {
      const permissions = Object.fromEntries(
        wanted.map((permission) => [permission, own[permission] ?? 'own']),
      );
      // A day is meant to its end, where the reader is.
      const expiresAt = until && new Date(`${until}T23:59:59`).toISOString();
      return api('accounts.createApiKey', { body: { name, permissions, ...(expiresAt && { expiresAt }) } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (make.data)
    return (
      <section className={classes.card}>
        <SecretField label={t('keys.secret')} value={make.data.secret} />
        <div className={classes.bar}>
          <Button onClick={onDone}>{tApp('close')}</Button>
        </div>
      </section>
    );
  const choices = Object.keys(own).map((permission) => ({
    value: permission,
    label: `${labelOf({ permission, meaning: permission })} · ${permission}`,
  }));
  return (
    <FormCard
      submit={t('keys.add')}
      save={make}
      ready={Boolean(name.trim()) && wanted.length > 0}
      onCancel={onDone}
    >
      <div className={classes.form}>
        <TextInput
          label={t('name')}
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('keys.expires')}
          value={until}
          min={new Date().toISOString().slice(0, 10)}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <MultiSelect
        label={t('keys.permissions')}
        required
        searchable
        data={choices.sort((a, b) => a.label.localeCompare(b.label))}
        value={wanted}
        onChange={setWanted}
      />
    </FormCard>
  );
}
