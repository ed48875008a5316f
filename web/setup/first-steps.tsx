import { Button, Loader, Progress } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../app/api.ts';
import { Shell } from '../app/shell.tsx';
import { t as tApp } from '../app/words.ts';
import { PageTitle } from '../design/page-title.tsx';
import { allDrivers, Drivers } from './drivers.tsx';
import { isOpen, MapStep } from './map-step.tsx';
import { Operator } from './operator.tsx';
import { Ready } from './ready.tsx';
import { sayMap } from './say-map.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

export const Route = createLazyRoute('/first-steps')({ component: FirstSteps });

const everyMs = 5000;
const soonMs = 1000;

/** Each step knows from the data itself whether it is done, so that it does not matter who did it, and how. */
function FirstSteps() {
  const companies = useQuery({
    queryKey: ['setup', 'companies'],
    queryFn: () => api('parties.listParties', { query: { operator: 'true', limit: '1' } }),
  });
  const imports = useQuery({
    queryKey: ['setup', 'imports'],
    queryFn: () => api('geography.listMapImports', { query: { limit: '10' } }),
    refetchInterval: ({ state: { data } }) => (data?.items.some(isOpen) ? soonMs : everyMs),
  });
  const brought = imports.data?.items ?? [];
  const isBringing = brought.some(isOpen);
  const maps = useQuery({
    // Each map that comes into force is a new question.
    queryKey: ['setup', 'maps', brought.find(({ state }) => state === 'done')?.id],
    queryFn: () => api('geography.listMaps'),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
  const drivers = useQuery(allDrivers);
  const deliveries = useQuery({
    queryKey: ['setup', 'deliveries'],
    queryFn: () => api('deliveries.listDeliveries', { query: { limit: '1' } }),
  });
  const all = [companies, imports, maps, drivers, deliveries];
  const isRead = all.every(({ data }) => data !== undefined);
  const company = companies.data?.items[0];
  const mapNames = maps.data?.items.map(({ name }) => sayMap(name)) ?? [];
  const hasMap = mapNames.length > 0;
  const done = [company, hasMap, drivers.data?.items.length, deliveries.data?.items.length].map(Boolean);
  const next = done.indexOf(false);
  const count = done.filter(Boolean).length;
  const step = (index: number) => ({ done: done[index] === true, next: index === next });
  return (
    <Shell>
      <div className={classes.page}>
        <header className={classes.title}>
          <PageTitle>{t('title')}</PageTitle>
          <p className={classes.soft}>{t('intro')}</p>
          {isRead && next >= 0 && (
            <div className={classes.progress}>
              <Progress value={25 * count} aria-label={t('title')} />
              <span>{t('progress', { done: count, all: done.length })}</span>
            </div>
          )}
        </header>
        {!isRead && !all.some(({ isError }) => isError) && (
          <Loader type="dots" aria-label={tApp('loading')} />
        )}
        {!isRead && all.some(({ isError }) => isError) && (
          <p role="alert" className={classes.wrong}>
            {t('failed')}
          </p>
        )}
        {isRead && next < 0 && <Ready />}
        {isRead && (
          <ol className={classes.steps}>
            <Step title={t('operator')} {...step(0)}>
              {company ? <p>{company.name}</p> : <Operator next={next === 0} />}
            </Step>
            <Step title={t('map')} {...step(1)}>
              {hasMap && <p>{t('map.have', { names: mapNames.join(', ') })}</p>}
              {!hasMap || isBringing ? (
                <MapStep imports={brought} next={next === 1} />
              ) : (
                <details className={classes.more}>
                  <summary>{t('map.another')}</summary>
                  <MapStep imports={brought} next={false} />
                </details>
              )}
            </Step>
            <Step title={t('drivers')} {...step(2)}>
              <Drivers next={next === 2} />
            </Step>
            <Step title={t('delivery')} {...step(3)}>
              <p className={classes.soft}>{t('delivery.more')}</p>
              <div>
                <Button
                  component={Link}
                  to={'/dispatch' as never}
                  variant={next === 3 ? 'filled' : 'default'}
                >
                  {t('delivery.go')}
                </Button>
              </div>
            </Step>
          </ol>
        )}
      </div>
    </Shell>
  );
}

interface StepProps {
  title: string;
  done: boolean;
  /** The one thing to do now. */
  next: boolean;
  children: ReactNode;
}

function Step({ title, done, next, children }: StepProps) {
  return (
    <li
      className={classes.step}
      data-done={done || undefined}
      data-next={next || undefined}
      aria-current={next ? 'step' : undefined}
    >
      <div className={classes.head}>
        <h2>{title}</h2>
        <span className={classes.mark}>{t(done ? 'done' : next ? 'next' : 'open')}</span>
      </div>
      {children}
    </li>
  );
}
