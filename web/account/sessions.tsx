import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { showAgo } from '../words/format.ts';
import classes from './account.module.css';
import { Section } from './section.tsx';
import { t } from './words.ts';

/** Where this person is signed in, and how to end that. */
export function Sessions() {
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => api('accounts.listSessions') });
  const again = () => client.invalidateQueries({ queryKey: ['sessions'] });
  const end = useMutation({
    mutationFn: (id: string) => api('accounts.endSession', { path: { id } }),
    onSettled: again,
  });
  const endOthers = useMutation({ mutationFn: () => api('accounts.endOtherSessions'), onSettled: again });
  const items = (list.data?.items ?? []).toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <Section title={t('me.sessions')}>
      <ul className={classes.rows}>
        {items.map(({ id, browser, deviceName, address, lastUsedAt, current }) => {
          const device = deviceName ?? browser ?? t('me.session.unknown');
          return (
            <li key={id}>
              <span>
                <b>{device}</b>
                <span className={classes.soft}>
                  {current ? t('me.session.current') : t('me.session.used', { ago: showAgo(lastUsedAt) })}
                  {address && ` · ${address}`}
                </span>
              </span>
              {!current && (
                <Button
                  variant="default"
                  aria-label={`${t('me.session.end')}: ${device}`}
                  onClick={() => end.mutate(id)}
                >
                  {t('me.session.end')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {items.length > 1 && (
        <div className={classes.bar}>
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('me.session.endOthers')}
          </Button>
        </div>
      )}
    </Section>
  );
}
