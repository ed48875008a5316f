import { Dialog } from '../../design/dialog.tsx';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { api } from '../../app/api.ts';
import { t } from '../words.ts';
import classes from './palette.module.css';

export interface PaletteItem {
  id: string;
  group: string;
  label: string;
  detail?: string | undefined;
  hint?: string | undefined;
  run(): void;
}

interface PaletteProps {
  /** What can be done now, before anything is typed. */
  items: readonly PaletteItem[];
  initial?: string;
  onDelivery(id: string): void;
  onClose(): void;
}

const most = 40;

/** Everything by its name: type a few letters of what you want. */
export function Palette({ items, initial = '', onDelivery, onClose }: PaletteProps) {
  const [text, setText] = useState(initial);
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 180);
  const list = useRef<HTMLUListElement>(null);
  const name = useId();
  const found = useQuery({
    queryKey: ['palette', asked],
    queryFn: async () => (await api('deliveries.listDeliveries', { query: { q: asked, limit: '6' } })).items,
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  }).data;
  const deliveries: PaletteItem[] = (asked.length > 1 ? (found ?? []) : []).map((delivery) => ({
    id: `delivery-${delivery.id}`,
    group: t('palette.deliveries'),
    label: [delivery.reference, delivery.dropoff.name].filter(Boolean).join(' · ') || delivery.id.slice(-6),
    detail: [delivery.dropoff.street, delivery.dropoff.houseNumber].filter(Boolean).join(' '),
    run: () => onDelivery(delivery.id),
  }));
  const shown = [...items.filter((item) => fits(item, text)), ...deliveries].slice(0, most);
  useEffect(() => setAt(0), [text]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((old) => Math.min(shown.length - 1, old + 1));
    else if (event.key === 'ArrowUp') setAt((old) => Math.max(0, old - 1));
    else if (event.key === 'Enter') run(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog bare title={t('palette.label')} size={580} onClose={onClose}>
      <input
        className={classes.input}
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={name}
        aria-activedescendant={shown[at] ? `${name}-${shown[at].id}` : undefined}
        aria-label={t('palette.label')}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={name} className={classes.list} role="listbox" aria-label={t('palette.label')}>
        {shown.map((item, index) => (
          <li
            key={item.id}
            id={`${name}-${item.id}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => run(item)}
          >
            <span>
              <small>{item.group}</small>
              {item.label}
              {item.detail && <em>{item.detail}</em>}
            </span>
            {item.hint && <kbd>{item.hint}</kbd>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={classes.none}>{t('palette.none')}</p>}
    </Dialog>
  );
}

/** Every word that was typed begins some word of the item. */
function fits({ group, label, detail }: PaletteItem, text: string): boolean {
  const words = `${group} ${label} ${detail ?? ''}`.toLowerCase().split(/[\s,·]+/);
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}
