import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Scroll } from './scroll.tsx';
import { createLazyRoute } from '@tanstack/react-router';
import { notifications } from '@mantine/notifications';
import { api, sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { showAgo, showNumber } from '../words/format.ts';
import classes from './admin.module.css';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { useUserNames } from './user-names.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/limits')({ component: Limits });

/** `user:…` by the name of the user; keys and addresses as they are. */
const nameOf = (subject: string, names: ReadonlyMap<string, string>): string => {
  const [kind, ...rest] = subject.split(':');
  const id = rest.join(':');
  return kind === 'user' ? (names.get(id) ?? id) : id;
};

function Limits() {
  const client = useQueryClient();
  const names = useUserNames();
  const limits = useQuery({
    queryKey: ['limits'],
    queryFn: () => api('platform.listLimits'),
    refetchInterval: 5000,
  });
  const lift = useMutation({
    mutationFn: (subject: string) => api('platform.liftLimit', { path: { subject } }),
    onSuccess: (_, subject) =>
      notifications.show({ message: t('limits.lift.done', { who: nameOf(subject, names) }) }),
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['limits'] }),
  });
  return (
    <>
      <PageHead title={t('limits.title')} intro={t('limits.intro')} />
      <Reading query={limits}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('limits.none')} detail={t('limits.none.more')} />
          ) : (
            <Scroll label={t('limits.title')}>
              <table className={`${classes.table} ${classes.stack}`}>
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
                  {items.map(({ subject, quota, used, limit, limited, backInSeconds }) => (
                    <tr key={`${subject} ${quota}`}>
                      <td>
                        {nameOf(subject, names)}
                        <div className={`${classes.soft} ${classes.code}`}>{subject}</div>
                      </td>
                      <td>
                        <span className={classes.mark} data-kind={limited ? 'bad' : 'calm'}>
                          {quota}
                        </span>
                        {limited && (
                          <div className={classes.soft}>
                            {t('limits.again', { time: showAgo(Date.now() + backInSeconds * 1000) })}
                          </div>
                        )}
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
