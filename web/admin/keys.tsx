import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { showAgo } from '../words/format.ts';
import classes from './admin.module.css';
import { FormCard } from './form-card.tsx';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/keys')({ component: Keys });

const kinds = { active: 'good', expired: 'warn', revoked: 'calm' } as const;

function Keys() {
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: () => api('accounts.listApiKeys', { query: { limit: '100' } }),
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api('accounts.revokeApiKey', { path: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  return (
    <>
      <PageHead title={t('keys.title')} intro={t('keys.intro')}>
        {!making && <Button onClick={() => setMaking(true)}>{t('keys.add')}</Button>}
      </PageHead>
      {making && <NewKey onDone={() => setMaking(false)} />}
      <Reading query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('keys.none')} detail={t('keys.none.more')} />
          ) : (
            <ul className={classes.list}>
              {items.map(({ id, name, hint, state, lastUsedAt }) => (
                <li key={id}>
                  <span>
                    <b>{name}</b>
                    <span className={classes.soft}>
                      {hint} · {t('keys.used')}: {lastUsedAt ? showAgo(lastUsedAt) : t('keys.never')}
                    </span>
                  </span>
                  <span className={classes.bar}>
                    <span className={classes.mark} data-kind={kinds[state]}>
                      {t(`keys.${state}`)}
                    </span>
                    {state === 'active' && (
                      <Button
                        variant="subtle"
                        aria-label={`${t('keys.revoke')}: ${name}`}
                        onClick={() => revoke.mutate(id)}
                      >
                        {t('keys.revoke')}
                      </Button>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
    </>
  );
}

function NewKey({ onDone }: { onDone(): void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [wanted, setWanted] = useState<string[]>([]);
  const me = useQuery({ queryKey: ['me'], queryFn: () => api('accounts.getMe') });
  const make = useMutation({
    mutationFn: () => {
      const own = (me.data?.permissions ?? {}) as Record<string, 'own' | 'party' | 'region' | 'all'>;
      const permissions = Object.fromEntries(
        wanted.map((permission) => [permission, own[permission] ?? 'own']),
      );
      return api('accounts.createApiKey', { body: { name, permissions } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (make.data)
    return (
      <section className={classes.card}>
        <TextInput label={t('keys.secret')} readOnly value={make.data.secret} />
        <div className={classes.bar}>
          <Button onClick={onDone}>{tApp('close')}</Button>
        </div>
      </section>
    );
  return (
    <FormCard
      submit={t('keys.add')}
      pending={make.isPending}
      ready={Boolean(name.trim()) && wanted.length > 0}
      error={make.error}
      onSubmit={() => make.mutate()}
      onCancel={onDone}
    >
      <TextInput
        label={t('name')}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <MultiSelect
        label={t('keys.permissions')}
        searchable
        data={Object.keys(me.data?.permissions ?? {}).sort()}
        value={wanted}
        onChange={setWanted}
      />
    </FormCard>
  );
}
