import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../app/api.ts';
import { Shell } from '../app/shell.tsx';
import { PageTitle } from '../design/page-title.tsx';
import { Drivers } from './drivers.tsx';
import { isOpen, MapStep } from './map-step.tsx';
import { Operator } from './operator.tsx';
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
  const drivers = useQuery({
    queryKey: ['setup', 'drivers'],
    queryFn: () => api('deliveries.listDrivers', { query: { limit: '200' } }),
  });
  const deliveries = useQuery({
    queryKey: ['setup', 'deliveries'],
    queryFn: () => api('deliveries.listDeliveries', { query: { limit: '1' } }),
  });
  const company = companies.data?.items[0];
  const mapNames = maps.data?.items.map(({ name }) => name) ?? [];
  return (
    <Shell>
      <div className={classes.page}>
        <header>
          <PageTitle>{t('title')}</PageTitle>
          <p className={classes.soft}>{t('intro')}</p>
        </header>
        <ol className={classes.steps}>
          <Step title={t('operator')} done={company !== undefined}>
            {company ? <p>{company.name}</p> : <Operator />}
          </Step>
          <Step title={t('map')} done={mapNames.length > 0}>
            {mapNames.length > 0 && <p>{t('map.have', { names: mapNames.join(', ') })}</p>}
            {mapNames.length === 0 || isBringing ? (
              <MapStep imports={brought} />
            ) : (
              <details className={classes.more}>
                <summary>{t('map.another')}</summary>
                <MapStep imports={brought} />
              </details>
            )}
          </Step>
          <Step title={t('drivers')} done={(drivers.data?.items.length ?? 0) > 0}>
            <Drivers count={drivers.data?.items.length ?? 0} />
          </Step>
          <Step title={t('delivery')} done={(deliveries.data?.items.length ?? 0) > 0}>
            <p className={classes.soft}>{t('delivery.more')}</p>
            <div>
              <Button component={Link} to={'/dispatch' as never}>
                {t('delivery.go')}
              </Button>
            </div>
          </Step>
        </ol>
      </div>
    </Shell>
  );
}

function Step({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  return (
    <li className={classes.step} data-done={done || undefined}>
      <div className={classes.head}>
        <h2>{title}</h2>
        <span className={classes.mark}>{t(done ? 'done' : 'open')}</span>
      </div>
      {children}
    </li>
  );
}
