import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedCallback, useLocalStorage } from '@mantine/hooks';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import Search from 'lucide-react/icons/search';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { t as tApp } from '../../app/words.ts';
import { showNumber } from '../../words/format.ts';
import {
  deliveryStates,
  openStates,
  unfinishedStates,
  type DeliveryState,
} from '../../../client/src/delivery-states.ts';
import { deliveryCounts } from '../data/counts.ts';
import { useDriverMap } from '../data/drivers.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './list.module.css';
import { SavedFilters } from './saved-filters.tsx';

const typingMillis = 220;

/** What the list shows. It stands in the address bar, and can be kept under a name. */
export function FilterBar({ searchRef }: { searchRef: RefObject<HTMLInputElement | null> }) {
  const { filters, set } = useBoard();
  const drivers = useDriverMap();
  const [text, setText] = useState(filters.q ?? '');
  const sent = useRef(filters.q);
  const search = useDebouncedCallback((q: string) => {
    sent.current = q || undefined;
    set({ q: sent.current });
  }, typingMillis);
  useEffect(() => {
    // Changed from elsewhere: by a saved filter, by the back button.
    if (filters.q === sent.current) return;
    sent.current = filters.q;
    setText(filters.q ?? '');
  }, [filters.q]);
  const [all, setAll] = useLocalStorage({ key: 'caravan.dispatch.states', defaultValue: false });
  const counts = useQuery(deliveryCounts).data;
  // What is over only grows; how much of the rest there is says what to do.
  const counted = new Map(
    counts?.flatMap(({ state, count }) =>
      count > 0 && unfinishedStates.includes(state) ? [[state, count] as const] : [],
    ),
  );
  const chosen = filters.state ?? [];
  // What is chosen is always in sight; the others stand in the order of a delivery's life.
  const shown = all ? deliveryStates : [...new Set([...chosen, ...deliveryStates])];
  const toggle = (state: DeliveryState) => {
    const next = chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state];
    set({ state: next.length > 0 ? deliveryStates.filter((one) => next.includes(one)) : undefined });
  };
  const isOpenView =
    openStates.every((state) => chosen.includes(state)) && chosen.length === openStates.length;
  return (
    <div className={classes.filters} role="search">
      <div className={classes.line}>
        <TextInput
          ref={searchRef}
          className={classes.search}
          size="sm"
          leftSection={<Search size={15} />}
          placeholder={t('filter.search')}
          aria-label={t('filter.search')}
          value={text}
          onChange={({ currentTarget: { value } }) => {
            setText(value);
            search(value.trim());
          }}
          rightSection={
            text && (
              <CloseButton
                size="sm"
                aria-label={t('filter.clear')}
                onClick={() => {
                  setText('');
                  search('');
                }}
              />
            )
          }
        />
        <SavedFilters />
      </div>
      <div className={classes.states}>
        <div
          className={classes.chips}
          role="group"
          aria-label={t('filter.states')}
          data-all={all || undefined}
        >
          <button
            type="button"
            aria-pressed={isOpenView}
            onClick={() => set({ state: isOpenView ? undefined : [...openStates] })}
          >
            {t('filter.open')}
          </button>
          {(isOpenView ? deliveryStates : shown).map((state) => (
            <button
              key={state}
              type="button"
              data-state={state}
              aria-pressed={chosen.includes(state)}
              onClick={() => toggle(state)}
            >
              <i />
              {tApp(`state.${state}`)}
              {counted.has(state) && <b className="number">{showNumber(counted.get(state) ?? 0)}</b>}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={filters.exception === true}
            onClick={() => set({ exception: filters.exception ? undefined : true })}
          >
            <TriangleAlert size={12} />
            {t('list.exception')}
          </button>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          title={t('filter.all')}
          aria-label={t('filter.all')}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? <ChevronUp size={15} /> : <ChevronDown size={15} />}
        </ActionIcon>
      </div>
      {filters.driver && (
        <span>
          <span className={classes.chip}>
            {t('filter.driver', { name: drivers.get(filters.driver)?.name ?? '…' })}
            <CloseButton
              size="xs"
              aria-label={t('filter.clear')}
              onClick={() => set({ driver: undefined })}
            />
          </span>
        </span>
      )}
    </div>
  );
}
