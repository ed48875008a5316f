import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { queryClient } from '../../app/api.ts';
import { deliveryList, openDeliveries, type Delivery, type DeliveryPages } from '../data/deliveries.ts';
import { possible, useActions, type ActionDeclaration } from '../data/lifecycle.ts';
import { picked, usePicked } from '../picked.ts';
import { sayAction } from '../say-action.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './bulk.module.css';
import { BulkPreview } from './bulk-preview.tsx';

/** What can be done with all that is ticked; nothing happens before it was shown to which of them. */
export function BulkBar() {
  const ids = usePicked();
  const actions = useActions();
  const { filters } = useBoard();
  const [asking, setAsking] = useState<ActionDeclaration>();
  if (ids.size === 0) return null;
  const chosen = deliveriesOf(ids);
  const listed = queryClient.getQueryData<DeliveryPages>(deliveryList(filters, 'newest').queryKey);
  const isAll = listed?.pages.at(-1)?.nextCursor === null;
  const all = listed?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? [];
  return (
    <div className={classes.bar} role="region" aria-label={t('bulk.label')}>
      <b>{t('bulk.count', { count: ids.size })}</b>
      {forMany(actions, chosen).map((action) => (
        <Button key={action.name} size="compact-sm" variant="default" onClick={() => setAsking(action)}>
          {sayAction(action)}
        </Button>
      ))}
      {all.length > ids.size && (
        <Button size="compact-sm" variant="subtle" onClick={() => picked.add(all)}>
          {t(isAll ? 'bulk.all' : 'bulk.first', { count: all.length })}
        </Button>
      )}
      <CloseButton aria-label={t('bulk.none')} title={t('bulk.none')} onClick={picked.clear} />
      {asking && <BulkPreview action={asking} deliveries={chosen} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

/** What can be done with at least one of them. */
export function forMany(
  actions: readonly ActionDeclaration[],
  deliveries: readonly Delivery[],
): ActionDeclaration[] {
  const each = deliveries.flatMap(({ state }) => possible(actions, state).office);
  return [...new Map(each.map((action) => [action.name, action])).values()];
}

/** As the lists and the timeline have them: only what stands there can be ticked or dragged. */
export function deliveriesOf(ids: ReadonlySet<string>): Delivery[] {
  const found = new Map<string, Delivery>();
  for (const item of queryClient.getQueryData(openDeliveries.queryKey) ?? [])
    if (ids.has(item.id)) found.set(item.id, item);
  for (const [, data] of queryClient.getQueriesData<DeliveryPages>({ queryKey: ['deliveries'] }))
    for (const { items } of data?.pages ?? [])
      for (const item of items) if (ids.has(item.id)) found.set(item.id, item);
  return [...found.values()];
}
