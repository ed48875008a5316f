import { Button } from '@mantine/core';
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
import { PageHead } from './page-head.tsx';
import { Reading } from './reading.tsx';
import { t } from './words.ts';
import { cornersOf, ZoneForm } from './zone-form.tsx';
import type { Corner } from './zone-map.tsx';

export const Route = createLazyRoute('/admin/zones')({ component: Zones });

const ZoneMap = lazy(() => part(() => import('./zone-map.tsx')));
const key = ['zones'];

function Zones() {
  const client = useQueryClient();
  const [corners, setCorners] = useState<readonly Corner[]>();
  /** The one that is changed; none: a new one. */
  const [edited, setEdited] = useState<Schema<'DeliveryZone'>>();
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
  const draw = (zone?: Schema<'DeliveryZone'>) => {
    setEdited(zone);
    setCorners(zone ? cornersOf(zone) : []);
  };
  const readEdited = async () => {
    const { data } = await zones.refetch();
    const newest = data?.items.find(({ id }) => id === edited?.id);
    if (newest) draw(newest);
    else setCorners(undefined);
  };
  return (
    <>
      <PageHead title={t('zones.title')} intro={t('zones.intro')}>
        {!drawing && <Button onClick={() => draw()}>{t('zones.draw')}</Button>}
      </PageHead>
      <Reading query={zones}>
        {({ items }) => (
          <div className={classes.split}>
            {corners ? (
              <ZoneForm
                key={edited ? `${edited.id} ${edited.version}` : 'new'}
                zone={edited}
                corners={corners}
                onCorners={setCorners}
                onRead={() => void readEdited()}
                onDone={() => setCorners(undefined)}
              />
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
                      <span className={classes.bar}>
                        <Button
                          variant="subtle"
                          aria-label={`${t('rates.change')}: ${name}`}
                          onClick={() => draw(zone)}
                        >
                          {t('rates.change')}
                        </Button>
                        <Button
                          variant="subtle"
                          aria-label={`${t('remove')}: ${name}`}
                          onClick={() => setDoomed(zone)}
                        >
                          {t('remove')}
                        </Button>
                      </span>
                    </li>
                  );
                })}
              </ul>
            )}
            <section className={classes.map} aria-label={t('zones.map')}>
              <Suspense>
                <ZoneMap
                  zones={corners && edited ? items.filter(({ id }) => id !== edited.id) : items}
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
