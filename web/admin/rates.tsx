import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema } from '../app/api.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { showMoney } from '../words/format.ts';
import classes from './admin.module.css';
import { PageHead } from './page-head.tsx';
import { RateForm } from './rate-form.tsx';
import { Reading } from './reading.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/rates')({ component: Rates });

function Rates() {
  const [edited, setEdited] = useState<Schema<'DeliveryRate'> | 'new'>();
  const rates = useQuery({ queryKey: ['rates'], queryFn: () => api('deliveries.listRates') });
  const zones = useQuery({ queryKey: ['zones'], queryFn: () => api('deliveries.listZones') });
  const readEdited = async () => {
    const { data } = await rates.refetch();
    setEdited((before) => data?.items.find((rate) => before !== 'new' && rate.id === before?.id));
  };
  const placeOf = (zoneId: string | null): string =>
    zones.data?.items.find(({ id }) => id === zoneId)?.name ?? t('rates.everywhere');
  return (
    <>
      <PageHead title={t('rates.title')} intro={t('rates.intro')}>
        {!edited && <Button onClick={() => setEdited('new')}>{t('rates.add')}</Button>}
      </PageHead>
      {edited && (
        <RateForm
          key={edited === 'new' ? 'new' : `${edited.id} ${edited.version}`}
          rate={edited === 'new' ? undefined : edited}
          zones={zones.data?.items ?? []}
          currency={rates.data?.items[0]?.terms.currency ?? 'EUR'}
          onRead={() => void readEdited()}
          onDone={() => setEdited(undefined)}
        />
      )}
      <Reading query={rates}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('rates.empty')} detail={t('rates.empty.more')} />
          ) : (
            <div className={classes.cards}>
              {items.map((rate) => (
                <RateCard
                  key={rate.id}
                  rate={rate}
                  place={placeOf(rate.zoneId)}
                  onChange={() => setEdited(rate)}
                />
              ))}
            </div>
          )
        }
      </Reading>
    </>
  );
}

interface RateCardProps {
  rate: Schema<'DeliveryRate'>;
  place: string;
  onChange(): void;
}

function RateCard({ rate: { name, version, terms }, place, onChange }: RateCardProps) {
  const money = (amountMinor: number) => showMoney({ amountMinor, currency: terms.currency });
  const rows = [
    [t('rates.base'), terms.baseMinor],
    [t('rates.km'), terms.perKilometerMinor],
    [t('rates.kg'), terms.perKilogramMinor],
    [t('rates.stop'), terms.perStopMinor],
    [t('rates.minimum'), terms.minimumMinor],
  ] as const;
  return (
    <section className={classes.card}>
      <h2>{name}</h2>
      <p className={classes.soft}>
        {place} · {t('rates.version', { version })}
      </p>
      <dl className={classes.facts}>
        {rows.map(([label, amount]) => (
          <div key={label} className={classes.pair}>
            <dt>{label}</dt>
            <dd>{money(amount)}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.bar}>
        <Button variant="default" aria-label={`${t('rates.change')}: ${name}`} onClick={onChange}>
          {t('rates.change')}
        </Button>
      </div>
    </section>
  );
}
