import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import MapPin from 'lucide-react/icons/map-pin';
import { useState } from 'react';
import { api, type Schema } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { doorOf } from '../say.ts';
import { t } from '../words.ts';
import type { Stop } from './patch.ts';

interface AddressFieldProps {
  label: string;
  value: Stop | null;
  error?: string | undefined;
  autoFocus?: boolean;
  onChange(stop: Stop | null): void;
}

const typingMillis = 160;

/** An address as it is typed: the map's own addresses come up, slips forgiven; one of them is taken. */
export function AddressField({ label, value, error, autoFocus = false, onChange }: AddressFieldProps) {
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const [text, setText] = useState(value ? doorOf(value) : '');
  const [asked] = useDebouncedValue(text.trim(), typingMillis);
  const found = useQuery({
    queryKey: ['addresses', asked],
    queryFn: async () => (await api('geography.searchAddresses', { query: { q: asked, limit: '7' } })).items,
    enabled: asked.length > 1 && box.dropdownOpened,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const take = (index: string) => {
    const chosen = found.data?.[Number(index)];
    if (!chosen) return;
    onChange(stopAt(chosen));
    setText(chosen.text);
    box.closeDropdown();
  };
  return (
    <Combobox store={box} withinPortal={false} onOptionSubmit={take}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          role="combobox"
          aria-autocomplete="list"
          label={label}
          placeholder={t('form.address')}
          leftSection={<MapPin size={15} />}
          rightSection={found.isFetching && <Loader size={14} />}
          error={error}
          value={text}
          autoComplete="off"
          data-autofocus={autoFocus || undefined}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            onChange(null);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked.length < 2}>
        <Combobox.Options aria-label={label}>
          {found.data?.map((one, index) => (
            <Combobox.Option key={`${one.text}/${one.lat}`} value={String(index)}>
              {one.text}
            </Combobox.Option>
          ))}
          {found.data?.length === 0 && <Combobox.Empty>{t('form.noAddress')}</Combobox.Empty>}
          {found.isPending && <Combobox.Empty>{tApp('loading')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** A shop or a station has a name and no street. */
function stopAt({
  name,
  street,
  houseNumber,
  postcode,
  city,
  lat,
  lng,
}: Schema<'FoundAddresses'>['items'][number]): Stop {
  return {
    lat,
    lng,
    ...((street || name) && { street: street || name }),
    ...(houseNumber && { houseNumber }),
    ...(postcode && { postcode }),
    ...(city && { city }),
  };
}
