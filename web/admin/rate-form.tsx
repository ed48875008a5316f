import { NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../app/api.ts';
import { decimalSeparator } from '../words/format.ts';
import classes from './admin.module.css';
import { FormCard } from './form-card.tsx';
import { t } from './words.ts';

interface RateFormProps {
  /** What is changed; none: a new one. */
  rate: Schema<'DeliveryRate'> | undefined;
  zones: readonly Schema<'DeliveryZone'>[];
  /** Of a new one: what the others are in. */
  currency: string;
  /** Somebody else was faster: what they saved takes the place of `rate`. */
  onRead(): void;
  onDone(): void;
}

const amounts = [
  ['baseMinor', 'rates.base'],
  ['perKilometerMinor', 'rates.km'],
  ['perKilogramMinor', 'rates.kg'],
  ['perStopMinor', 'rates.stop'],
  ['minimumMinor', 'rates.minimum'],
] as const;
type Amount = (typeof amounts)[number][0];

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Amounts are typed as people write them and kept in the smallest unit. */
export function RateForm({ rate, zones, currency: usual, onRead, onDone }: RateFormProps) {
  const client = useQueryClient();
  const [name, setName] = useState(rate?.name ?? '');
  const [currency, setCurrency] = useState(rate?.terms.currency ?? usual);
  const [zoneId, setZoneId] = useState(rate?.zoneId ?? null);
  const valid = /^[A-Z]{3}$/.test(currency);
  const unit = 10 ** (valid ? digitsOf(currency) : 2);
  const [values, setValues] = useState<Record<Amount, number | string>>(
    () => Object.fromEntries(amounts.map(([key]) => [key, (rate?.terms[key] ?? 0) / unit])) as never,
  );
  const save = useMutation({
    mutationFn: () => {
      const minor = Object.fromEntries(amounts.map(([key]) => [key, Math.round(Number(values[key]) * unit)]));
      const terms = {
        surcharges: [],
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        ...rate?.terms,
        ...(minor as Record<Amount, number>),
        currency,
      };
      const body = { name, zoneId, terms };
      return rate
        ? api('deliveries.changeRate', { path: { id: rate.id }, body, ifVersion: rate.version })
        : api('deliveries.createRate', { body });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['rates'] });
      onDone();
    },
  });
  return (
    <FormCard
      submit={t('save')}
      save={save}
      ready={valid && Boolean(name.trim()) && !Object.values(values).includes('')}
      onRead={onRead}
      onCancel={onDone}
    >
      <div className={classes.form}>
        <TextInput
          label={t('name')}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('rates.currency')}
          required
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
        />
        <Select
          label={t('rates.zone')}
          value={zoneId ?? ''}
          data={[
            { value: '', label: t('rates.everywhere') },
            ...zones.map((zone) => ({ value: zone.id, label: zone.name })),
          ]}
          onChange={(next) => setZoneId(next || null)}
        />
        {amounts.map(([key, label]) => (
          <NumberInput
            key={key}
            label={t(label)}
            min={0}
            hideControls
            rightSection={valid && <span className={classes.soft}>{currency}</span>}
            rightSectionWidth={52}
            decimalSeparator={decimalSeparator()}
            allowedDecimalSeparators={['.', ',']}
            decimalScale={valid ? digitsOf(currency) : 2}
            value={values[key]}
            error={values[key] === '' ? t('rates.numberWrong') : undefined}
            onChange={(next) => setValues((before) => ({ ...before, [key]: next }))}
          />
        ))}
      </div>
      {rate && rate.terms.surcharges.length > 0 && (
        <p className={classes.soft}>{t('rates.surcharges', { count: rate.terms.surcharges.length })}</p>
      )}
    </FormCard>
  );
}
