import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '../app/api.ts';
import { addDriver } from '../app/invite.ts';
import { session } from '../app/session.ts';
import { DriverLinks } from './driver-links.tsx';
import classes from './setup.module.css';
import { t } from './words.ts';

export const driversKey = ['setup', 'drivers'];

export const allDrivers = {
  queryKey: driversKey,
  queryFn: () => api('deliveries.listDrivers', { query: { limit: '200' } }),
};

/** Who drives, and how each of them comes in. */
export function Drivers({ next }: { next: boolean }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  /** By driver: the server tells a link once, so it is kept as long as this page stands. */
  const [links, setLinks] = useState<ReadonlyMap<string, string>>(new Map());
  const keep = (id: string, link: string | undefined) =>
    setLinks((before) => (link ? new Map([...before, [id, link]]) : before));
  const invites = session.kind !== 'demo';
  const drivers = useQuery(allDrivers);
  const items = drivers.data?.items ?? [];
  const add = useMutation({
    mutationFn: () => addDriver({ name: name.trim() }, invites),
    onSuccess({ id, invitation }) {
      keep(id, invitation?.link);
      setName('');
    },
    // What did not come to its end stands in the list, and is finished there.
    onSettled: () => client.invalidateQueries({ queryKey: ['setup'] }),
  });
  return (
    <>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <p className={classes.soft}>{t('drivers.more')}</p>
        <div className={classes.bar}>
          <TextInput
            label={t('drivers.name')}
            required
            maxLength={120}
            value={name}
            error={add.error && sentenceOf(add.error, t('failed'))}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant={next ? 'filled' : 'default'} loading={add.isPending}>
            {t('drivers.add')}
          </Button>
        </div>
      </form>
      {items.length > 0 && <p role="status">{t('drivers.count', { count: items.length })}</p>}
      {invites && items.length > 0 && <DriverLinks drivers={items} links={links} onLink={keep} />}
    </>
  );
}
