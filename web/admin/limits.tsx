import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Scroll } from './scroll.tsx';
import { createLazyRoute } from '@tanstack/react-router';
import { api } from '../app/api.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { showNumber } from '../words/format.ts';
import classes from './admin.module.css';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/limits')({ component: Limits });

function Limits() {
  const client = useQueryClient();
  const limits = useQuery({
    queryKey: ['limits'],
    queryFn: () => api('platform.listLimits'),
    refetchInterval: 5000,
  });
  const lift = useMutation({
    mutationFn: (subject: string) => api('platform.liftLimit', { path: { subject } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['limits'] }),
  });
  return (
    <>
      <PageHead title={t('limits.title')} intro={t('limits.intro')} />
      <Reading query={limits}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('limits.none')} />
          ) : (
            <Scroll label={t('limits.title')}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('limits.who')}</th>
                    <th scope="col">{t('limits.what')}</th>
                    <th scope="col" className={classes.figure}>
                      {t('limits.used')}
                    </th>
                    <th scope="col">
                      <span className="unseen">{t('limits.lift')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ subject, quota, used, limit, limited }) => (
                    <tr key={`${subject} ${quota}`}>
                      <td className={classes.code}>{subject}</td>
                      <td>
                        <span className={classes.mark} data-kind={limited ? 'bad' : 'calm'}>
                          {quota}
                        </span>
                      </td>
                      <td className={classes.figure}>
                        {showNumber(used)} / {showNumber(limit)}
                      </td>
                      <td>
                        {limited && (
                          <Button
                            variant="default"
                            aria-label={`${t('limits.lift')}: ${subject}`}
                            onClick={() => lift.mutate(subject)}
                          >
                            {t('limits.lift')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Reading>
    </>
  );
}
