import { Button, Checkbox } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { Confirm } from '../design/confirm.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { showAgo, showDate } from '../words/format.ts';
import classes from './admin.module.css';
import { NewKey } from './new-key.tsx';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { labelOf } from './rights/groups.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/keys')({ component: Keys });

const kinds = { active: 'good', expired: 'warn', revoked: 'calm' } as const;

function Keys() {
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoked, setRevoked] = useState(false);
  const [doomed, setDoomed] = useState<Schema<'ApiKey'>>();
  const keys = useQuery({
    queryKey: ['keys', revoked],
    queryFn: () =>
      api('accounts.listApiKeys', { query: { limit: '200', ...(!revoked && { revoked: 'false' }) } }),
    placeholderData: (before) => before,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api('accounts.revokeApiKey', { path: { id } }),
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
    onSettled: () => {
      setDoomed(undefined);
      return client.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <>
      <PageHead title={t('keys.title')} intro={t('keys.intro')}>
        {!making && <Button onClick={() => setMaking(true)}>{t('keys.add')}</Button>}
      </PageHead>
      {making && <NewKey onDone={() => setMaking(false)} />}
      <Checkbox
        label={t('keys.revokedOnes')}
        checked={revoked}
        onChange={(event) => setRevoked(event.currentTarget.checked)}
      />
      <Reading query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('keys.none')} detail={t('keys.none.more')} />
          ) : (
            <ul className={classes.list}>
              {items.map((key) => (
                <li key={key.id}>
                  <span>
                    <b>{key.name}</b>
                    <span className={classes.soft}>{factsOf(key)}</span>
                    <KeyRights permissions={key.permissions} />
                  </span>
                  <span className={classes.bar}>
                    <span className={classes.mark} data-kind={kinds[key.state]}>
                      {t(`keys.${key.state}`)}
                    </span>
                    {key.state === 'active' && (
                      <Button
                        variant="subtle"
                        aria-label={`${t('keys.revoke')}: ${key.name}`}
                        onClick={() => setDoomed(key)}
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
      {doomed && (
        <Confirm
          title={t('keys.revoke.of', { name: doomed.name })}
          detail={t('keys.revoke.more')}
          action={t('keys.revoke')}
          pending={revoke.isPending}
          onConfirm={() => revoke.mutate(doomed.id)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </>
  );
}

/** What a program could do that got hold of it. */
function KeyRights({ permissions }: Pick<Schema<'ApiKey'>, 'permissions'>) {
  const names = Object.keys(permissions);
  return (
    <details>
      <summary>{t('keys.rights', { count: names.length })}</summary>
      <ul className={classes.soft}>
        {names.map((permission) => (
          <li key={permission}>{labelOf({ permission, meaning: permission })}</li>
        ))}
      </ul>
    </details>
  );
}

const factsOf = ({ hint, lastUsedAt, expiresAt }: Schema<'ApiKey'>): string =>
  [
    hint,
    `${t('keys.used')}: ${lastUsedAt ? showAgo(lastUsedAt) : t('keys.never')}`,
    expiresAt && t('keys.until', { day: showDate(expiresAt) }),
  ]
    .filter(Boolean)
    .join(' · ');
