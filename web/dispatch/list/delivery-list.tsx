import { Button, Loader } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { sentenceOf } from '../../app/api.ts';
import { rowHeight, useDensity } from '../../app/preferences.ts';
import { t as tApp } from '../../app/words.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { deliveryList, type End } from '../data/deliveries.ts';
import { useDriverMap } from '../data/drivers.ts';
import { picked, usePicked } from '../picked.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import { ChosenElsewhere } from './chosen-elsewhere.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { newestFirst, useEnd, useFound, useStill, useTicking } from './list-hooks.ts';
import classes from './list.module.css';

interface DeliveryListProps {
  onCreate(): void;
}

/** Any number of deliveries: what is in sight is drawn, what is near is fetched. */
export function DeliveryList({ onCreate }: DeliveryListProps) {
  const { filters, set } = useBoard();
  const [from, readFrom] = useEnd([filters.state, filters.q, filters.driver, filters.exception]);
  const found = useInfiniteQuery(deliveryList(filters, from));
  const drivers = useDriverMap();
  const ticked = usePicked();
  const height = rowHeight(useDensity());
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => newestFirst(found.data?.pages.flatMap(({ items }) => items) ?? []),
    [found.data],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const shown = virtual.getVirtualItems();
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = found;
  // How far what is in sight is from what is not read yet.
  const ahead =
    from === 'newest' ? rows.length - 1 - (shown.at(-1)?.index ?? 0) : (shown[0]?.index ?? rows.length);
  const near = ahead < 40;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && near) void fetchNextPage();
  }, [near, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  useStill(scroller, rows, height, from);

  const chosenAt = rows.findIndex(({ id }) => id === filters.id);
  const choose = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    set({ id: row.id });
    virtual.scrollToIndex(rows.indexOf(row));
  };
  useFound(filters.id, chosenAt, rows.length > 0 && !isPlaceholderData, virtual.scrollToIndex);
  const onTick = useTicking(rows);
  const goingTo = useRef<End>(undefined);
  useEffect(() => {
    if (goingTo.current !== from || isPlaceholderData || rows.length === 0) return;
    goingTo.current = undefined;
    choose(from === 'newest' ? 0 : rows.length - 1);
  });
  /** The very first or last there is: what lies between is not read, the list is read from its other end. */
  const goTo = (end: End) => {
    if (end === from || !hasNextPage) return choose(end === 'newest' ? 0 : rows.length - 1);
    goingTo.current = end;
    readFrom(end);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (step !== undefined) choose(chosenAt === -1 ? 0 : chosenAt + step);
    else if (event.key === 'Home') goTo('newest');
    else if (event.key === 'End') goTo('oldest');
    else if (event.key === ' ' && filters.id) onTick(filters.id, event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) picked.add(rows.map(({ id }) => id));
    else return;
    event.preventDefault();
  };

  // An old answer of no rows says nothing about the new question.
  if (found.isPending || (isPlaceholderData && rows.length === 0))
    return <Loader className={classes.loader} aria-label={tApp('loading')} />;
  if (found.isError && rows.length === 0)
    return (
      <EmptyState title={tApp('error.title')} detail={sentenceOf(found.error, tApp('error.offline'))}>
        <Button onClick={() => void found.refetch()}>{tApp('error.again')}</Button>
      </EmptyState>
    );
  const grid = (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label={t('list.label')}
      aria-rowcount={hasNextPage ? -1 : rows.length}
      aria-multiselectable="true"
      aria-activedescendant={chosenAt === -1 ? undefined : `row-${filters.id}`}
      tabIndex={0}
      data-stale={isPlaceholderData || undefined}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start, size, key }) => {
          const row = rows[index];
          return (
            row && (
              <DeliveryRow
                key={key}
                delivery={row}
                place={from === 'newest' || !hasNextPage ? index + 1 : undefined}
                top={start}
                height={size}
                driver={row.driverId ? drivers.get(row.driverId)?.name : undefined}
                chosen={row.id === filters.id}
                ofChosenDriver={filters.who !== undefined && row.driverId === filters.who}
                ticked={ticked.has(row.id)}
                onChoose={set}
                onTick={onTick}
              />
            )
          );
        })}
      </div>
      {isFetchingNextPage && from === 'newest' && <p className={classes.more}>{tApp('loading')}</p>}
    </div>
  );
  return (
    <div className={classes.body}>
      {filters.id && chosenAt === -1 && !isPlaceholderData && <ChosenElsewhere id={filters.id} />}
      {rows.length > 0 ? grid : <Nothing onCreate={onCreate} />}
    </div>
  );
}

function Nothing({ onCreate }: { onCreate(): void }) {
  const { filters, set } = useBoard();
  const narrowed = filters.q ?? filters.state ?? filters.driver ?? filters.exception;
  return narrowed === undefined ? (
    <EmptyState title={t('list.none')} detail={t('list.none.detail')}>
      <Button onClick={onCreate}>{t('create')}</Button>
    </EmptyState>
  ) : (
    <EmptyState title={t('list.noMatch')} detail={t('list.noMatch.detail')}>
      <Button
        variant="default"
        onClick={() => set({ q: undefined, state: undefined, driver: undefined, exception: undefined })}
      >
        {t('filter.clear')}
      </Button>
    </EmptyState>
  );
}
