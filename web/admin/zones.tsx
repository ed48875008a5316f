import { Button, NumberInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { part } from '../app/part.ts';
import { t as tApp } from '../app/words.ts';
import { Confirm } from '../design/confirm.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import classes from './admin.module.css';
import { FormCard } from './form-card.tsx';
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { t } from './words.ts';
import type { Corner } from './zone-map.tsx';

export const Route = createLazyRoute('/admin/zones')({ component: Zones });

const ZoneMap = lazy(() => part(() => import('./zone-map.tsx')));
const key = ['zones'];

function Zones() {
  const client = useQueryClient();
  const [corners, setCorners] = useState<readonly Corner[]>();
  const zones = useQuery({ queryKey: key, queryFn: () => api('deliveries.listZones') });
  const [doomed, setDoomed] = useState<Schema<'DeliveryZone'>>();
  const remove = useMutation({
    mutationFn: ({ id, version }: Schema<'DeliveryZone'>) =>
      api('deliveries.removeZone', { path: { id }, ifVersion: version }),
    onSettled: () => setDoomed(undefined),
    onSuccess: async (_, { name }) => {
      notifications.show({ message: t('zones.removed', { name }) });
      await client.invalidateQueries({ queryKey: key });
    },
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
  const drawing = corners !== undefined;
  return (
    <>
      <PageHead title={t('zones.title')} intro={t('zones.intro')}>
        {!drawing && <Button onClick={() => setCorners([])}>{t('zones.draw')}</Button>}
      </PageHead>
      <Reading query={zones}>
        {({ items }) => (
          <div className={classes.split}>
            {corners ? (
              <NewZone corners={corners} onCorners={setCorners} onDone={() => setCorners(undefined)} />
            ) : items.length === 0 ? (
              <EmptyState title={t('zones.empty')} detail={t('zones.empty.more')} />
            ) : (
              <ul className={classes.list}>
                {items.map((zone) => {
                  const { id, name, priority, area } = zone;
                  return (
                    <li key={id}>
                      <span>
                        <b>{name}</b>
                        <span className={classes.soft}>
                          {t('zones.corners', { count: (area.coordinates[0]?.length ?? 1) - 1 })} ·{' '}
                          {t('zones.priority')} {priority}
                        </span>
                      </span>
                      <Button
                        variant="subtle"
                        size="compact-md"
                        aria-label={`${t('remove')}: ${name}`}
                        onClick={() => setDoomed(zone)}
                      >
                        {t('remove')}
                      </Button>
                    </li>
                  );
                })}
              </ul>
            )}
            <section className={classes.map} aria-label={t('zones.map')}>
              <Suspense>
                <ZoneMap
                  zones={items}
                  corners={corners}
                  onCorner={(corner) => setCorners((before) => before && [...before, corner])}
                />
              </Suspense>
            </section>
          </div>
        )}
      </Reading>
      {doomed && (
        <Confirm
          title={t('zones.remove.of', { name: doomed.name })}
          detail={t('zones.remove.more')}
          action={t('remove')}
          pending={remove.isPending}
          onConfirm={() => remove.mutate(doomed)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </>
  );
}

interface NewZoneProps {
  corners: readonly Corner[];
  onCorners(corners: readonly Corner[]): void;
  onDone(): void;
}

function NewZone({ corners, onCorners, onDone }: NewZoneProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [priority, setPriority] = useState<number | string>(0);
  const make = useMutation({
    mutationFn: () => {
      const ring = [...corners, corners[0] as Corner].map(([lng, lat]): [number, number] => [lng, lat]);
      return api('deliveries.createZone', {
        body: { name, priority: Number(priority), area: { type: 'Polygon', coordinates: [ring] } },
      });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: key });
      onDone();
    },
  });
  return (
    <FormCard
      submit={t('save')}
      pending={make.isPending}
      ready={corners.length >= 3 && Boolean(name.trim())}
      error={make.error}
      onSubmit={() => make.mutate()}
      onCancel={onDone}
    >
      <TextInput
        label={t('name')}
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput label={t('zones.priority')} min={0} max={1000} value={priority} onChange={setPriority} />
      <p role="status" className={classes.soft}>
        {t('zones.corners', { count: corners.length })}
      </p>
      <div className={classes.bar}>
        <Button
          variant="default"
          disabled={corners.length === 0}
          onClick={() => onCorners(corners.slice(0, -1))}
        >
          {t('zones.undo')}
        </Button>
      </div>
    </FormCard>
  );
}
