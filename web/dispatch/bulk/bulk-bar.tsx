import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { queryClient } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import type { Delivery, DeliveryPages } from '../data/deliveries.ts';
import { possible, useActions, type ActionDeclaration } from '../data/lifecycle.ts';
import { picked, usePicked } from '../picked.ts';
import { sayAction } from '../say-action.ts';
import { t } from '../words.ts';
import classes from './bulk.module.css';
import { BulkPreview } from './bulk-preview.tsx';

/** What can be done with all that is ticked; nothing happens before it was shown to which of them. */
export function BulkBar() {
  const ids = usePicked();
  const actions = useActions();
  const [asking, setAsking] = useState<ActionDeclaration>();
  if (ids.size === 0) return null;
  const chosen = deliveriesOf(ids);
  const offered = new Map(
    chosen.flatMap(({ state }) =>
      possible(actions, state).office.map((action) => [action.name, action] as const),
    ),
  );
  return (
    <div className={classes.bar} role="region" aria-label={t('bulk.label')}>
      <b>{t('bulk.count', { count: ids.size })}</b>
      {[...offered.values()].map((action) => (
        <Button key={action.name} size="compact-sm" variant="default" onClick={() => setAsking(action)}>
          {sayAction(action)}
        </Button>
      ))}
      <CloseButton aria-label={tApp('cancel')} onClick={picked.clear} />
      {asking && <BulkPreview action={asking} deliveries={chosen} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

/** As the lists have them: only what stands in one can be ticked. */
export function deliveriesOf(ids: ReadonlySet<string>): Delivery[] {
  const found = new Map<string, Delivery>();
  for (const [, data] of queryClient.getQueriesData<DeliveryPages>({ queryKey: ['deliveries'] }))
    for (const { items } of data?.pages ?? [])
      for (const item of items) if (ids.has(item.id)) found.set(item.id, item);
  return [...found.values()];
}
