import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

const typingMillis = 250;
const longestSearch = 80;

/** There may be thousands, so the server is asked as one types. */
export function ChooseOperator({ next }: { next: boolean }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim().slice(0, longestSearch), typingMillis);
  const [chosen, setChosen] = useState<Schema<'Party'>>();
  const found = useQuery({
    queryKey: ['setup', 'choose-company', q],
    queryFn: () => api('parties.listParties', { query: { kind: 'company', limit: '20', ...(q && { q }) } }),
    placeholderData: keepPreviousData,
  });
  const save = useMutation({
    mutationFn: (id: string) => api('parties.changeParty', { path: { id }, body: { operator: true } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['setup', 'companies'] }),
  });
  // What was chosen stays a choice while the next question is on its way.
  const companies = new Map(chosen && [[chosen.id, chosen]]);
  for (const company of found.data?.items ?? []) companies.set(company.id, company);
  return (
    <form
      className={classes.bar}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) save.mutate(chosen.id);
      }}
    >
      <Select
        label={t('operator.choose')}
        placeholder={t('operator.name')}
        required
        searchable
        comboboxProps={{ withinPortal: false }}
        data={[...companies.values()].map(({ id, name }) => ({ value: id, label: name }))}
        filter={({ options }) => options}
        renderOption={({ option }) => <Company {...companies.get(option.value)!} />}
        nothingFoundMessage={t('operator.none')}
        value={chosen?.id ?? null}
        error={save.error && sentenceOf(save.error, t('failed'))}
        onSearchChange={setTyped}
        onChange={(id) => setChosen(id === null ? undefined : companies.get(id))}
      />
      <Button type="submit" variant={next ? 'filled' : 'default'} disabled={!chosen} loading={save.isPending}>
        {t('operator.take')}
      </Button>
    </form>
  );
}

/** Two may have the same name. */
function Company({ name, reference, email, phone }: Schema<'Party'>) {
  const more = [reference, email, phone].filter(Boolean).join(' · ');
  return (
    <span>
      {name}
      {more && <span className={classes.soft}> {more}</span>}
    </span>
  );
}
