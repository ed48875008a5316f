import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Scroll } from './scroll.tsx';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/api.ts';
import classes from './admin.module.css';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { sayMeaning } from './say-setting.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/settings')({ component: Settings });

function Settings() {
  const [wanted, setWanted] = useState('');
  const [changed, setChanged] = useState(false);
  const query = useQuery({ queryKey: ['settings'], queryFn: () => api('platform.listSettings') });
  const word = wanted.trim().toLowerCase();
  return (
    <>
      <PageHead title={t('settings.title')} intro={t('settings.intro')} />
      <div className={classes.bar}>
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Checkbox
          label={t('settings.changed')}
          checked={changed}
          onChange={(event) => setChanged(event.currentTarget.checked)}
        />
      </div>
      <Reading query={query}>
        {({ items }) => {
          const shown = items
            .map((item) => ({ ...item, meaning: sayMeaning(item) }))
            .filter(
              ({ name, meaning, source }) =>
                (!changed || source !== 'default') && `${name} ${meaning}`.toLowerCase().includes(word),
            );
          if (shown.length === 0) return <p className={classes.soft}>{t('settings.none')}</p>;
          return (
            <Scroll label={t('settings.title')}>
              <table className={`${classes.table} ${classes.stack}`}>
                <thead>
                  <tr>
                    <th scope="col">{t('name')}</th>
                    <th scope="col">{t('settings.value')}</th>
                    <th scope="col">{t('settings.source')}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(({ name, meaning, value, source }) => (
                    <tr key={name}>
                      <td>
                        <span className={classes.code}>{name}</span>
                        <div className={classes.soft}>{meaning}</div>
                      </td>
                      <td className={classes.code} data-label={t('settings.value')}>
                        {value || '–'}
                      </td>
                      <td>
                        <span className={classes.mark} data-kind={source === 'default' ? 'calm' : 'good'}>
                          {t(`settings.source.${source}`)}
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          );
        }}
      </Reading>
    </>
  );
}
