import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../app/api.ts';
import { Shell } from '../app/shell.tsx';
import { PageTitle } from '../design/page-title.tsx';
import { Drivers } from './drivers.tsx';
import { MapStep } from './map-step.tsx';
import { Operator } from './operator.tsx';
import classes from './setup.module.css';
import { t } from './words.ts';

export const Route = createLazyRoute('/first-steps')({ component: FirstSteps });

const everyMs = 5000;

/** Each step knows from the data itself whether it is done, so that it does not matter who did it, and how. */
function FirstSteps() {
  const companies = useQuery({
    queryKey: ['setup', 'companies'],
    queryFn: () => api('parties.listParties', { query: { kind: 'company', limit: '1' } }),
  });
  const maps = useQuery({
    queryKey: ['setup', 'maps'],
    queryFn: () => api('geography.listMaps'),
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
            {mapNames.length > 0 ? <p>{t('map.have', { names: mapNames.join(', ') })}</p> : <MapStep />}
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
