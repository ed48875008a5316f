import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import classes from './admin.module.css';
import own from './audit.module.css';
import { t } from './words.ts';

const kinds = [
  'action',
  'login',
  'logout',
  'account',
  'password',
  'factor',
  'session',
  'right',
  'key',
  'limit',
  'denial',
  'secret',
] as const;
const outcomes = ['success', 'failure', 'denied'] as const;
const entities = ['delivery', 'driver', 'shift', 'vehicle', 'party', 'place', 'user', 'role', 'api_key'];

/** As the API takes it; what is left open is left out. */
export interface AuditQuestion {
  actorId?: string;
  kind?: (typeof kinds)[number];
  outcome?: (typeof outcomes)[number];
  operation?: string;
  entity?: string;
  entityId?: string;
  from?: string;
  to?: string;
  q?: string;
}

type Typed = Record<'operation' | 'entity' | 'entityId' | 'from' | 'to' | 'q', string>;
const nothing: Typed = { operation: '', entity: '', entityId: '', from: '', to: '', q: '' };

interface AuditFiltersProps {
  pending: boolean;
  onAsk(question: AuditQuestion): void;
}

export function AuditFilters({ pending, onAsk }: AuditFiltersProps) {
  const [typed, setTyped] = useState(nothing);
  const [actorId, setActorId] = useState<string | null>(null);
  const [kind, setKind] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const set = (name: keyof Typed) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  const short = typed.q.trim().length === 1;
  const question = (): AuditQuestion => {
    const texts = Object.entries(typed).flatMap(([name, value]) => {
      const text = value.trim();
      if (!text) return [];
      return [[name, name === 'from' || name === 'to' ? new Date(text).toISOString() : text]];
    });
    return {
      ...Object.fromEntries(texts),
      ...(actorId && { actorId }),
      ...(kind && { kind: kind as (typeof kinds)[number] }),
      ...(outcome && { outcome: outcome as (typeof outcomes)[number] }),
    };
  };
  const clear = () => {
    setTyped(nothing);
    setActorId(null);
    setKind(null);
    setOutcome(null);
    onAsk({});
  };
  const text = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => set(name)(event.currentTarget.value),
  });
  return (
    <form
      className={classes.card}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(question());
      }}
    >
      <div className={own.filters}>
        <PersonField value={actorId} onChange={setActorId} />
        <Select
          label={t('audit.kind')}
          placeholder={t('audit.anything')}
          clearable
          data={kinds.map((value) => ({ value, label: t(`audit.kind.${value}`) }))}
          value={kind}
          onChange={setKind}
        />
        <Select
          label={t('audit.outcome')}
          placeholder={t('audit.anything')}
          clearable
          data={outcomes.map((value) => ({ value, label: t(`audit.${value}`) }))}
          value={outcome}
          onChange={setOutcome}
        />
        <TextInput
          type="search"
          label={t('audit.text')}
          maxLength={80}
          error={short ? t('audit.text.short') : undefined}
          {...text('q')}
        />
      </div>
      <details className={own.moreFilters}>
        <summary>{t('audit.more')}</summary>
        <div className={own.filters}>
          <TextInput
            label={t('audit.operation')}
            placeholder={t('audit.operation.such', { example: 'deliveries.cancel' })}
            maxLength={120}
            {...text('operation')}
          />
          <Autocomplete
            label={t('audit.entity')}
            maxLength={120}
            data={entities}
            value={typed.entity}
            onChange={set('entity')}
          />
          <TextInput label={t('audit.entityId')} maxLength={120} {...text('entityId')} />
          <TextInput type="datetime-local" label={t('audit.from')} {...text('from')} />
          <TextInput type="datetime-local" label={t('audit.to')} {...text('to')} />
        </div>
      </details>
      <div className={classes.bar}>
        <Button type="submit" loading={pending} disabled={short}>
          {t('search')}
        </Button>
        <Button variant="default" onClick={clear}>
          {t('audit.clear')}
        </Button>
      </div>
    </form>
  );
}

interface PersonFieldProps {
  value: string | null;
  onChange(id: string | null): void;
}

function PersonField({ value, onChange }: PersonFieldProps) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: ['users', 'choose', q],
    queryFn: () => api('accounts.listUsers', { query: { limit: '20', ...(q && { q }) } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label={t('audit.person')}
      placeholder={t('audit.anyone')}
      searchable
      clearable
      data={(found.data?.items ?? []).map(({ id, name, mail }) => ({
        value: id,
        label: `${name} · ${mail}`,
      }))}
      filter={({ options }) => options}
      nothingFoundMessage={t('people.none')}
      value={value}
      onSearchChange={setTyped}
      onChange={onChange}
    />
  );
}
