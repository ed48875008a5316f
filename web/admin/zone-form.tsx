import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../app/api.ts';
import classes from './admin.module.css';
import { FormCard } from './form-card.tsx';
import { t } from './words.ts';
import type { Corner } from './zone-map.tsx';

interface ZoneFormProps {
  /** What is changed; none: a new one. */
  zone: Schema<'DeliveryZone'> | undefined;
  corners: readonly Corner[];
  onCorners(corners: readonly Corner[]): void;
  /** Somebody else was faster: what they saved takes the place of `zone`. */
  onRead(): void;
  onDone(): void;
}

/** A ring of the API ends where it begins; here each corner stands once. */
export const cornersOf = ({ area }: Schema<'DeliveryZone'>): Corner[] =>
  (area.coordinates[0] ?? []).slice(0, -1).map(([lng, lat]): Corner => [lng as number, lat as number]);

export function ZoneForm({ zone, corners, onCorners, onRead, onDone }: ZoneFormProps) {
  const client = useQueryClient();
  const [name, setName] = useState(zone?.name ?? '');
  const [priority, setPriority] = useState<number | string>(zone?.priority ?? 0);
  const save = useMutation({
    mutationFn: () => {
      const ring = [...corners, corners[0] as Corner].map(([lng, lat]): [number, number] => [lng, lat]);
      const area = { type: 'Polygon' as const, coordinates: [ring] };
      const body = { name: name.trim(), priority: Number(priority) };
      if (!zone) return api('deliveries.createZone', { body: { ...body, area } });
      // An area that was not touched stays as it is: it may have holes, which are not drawn here.
      const isMoved = JSON.stringify(corners) !== JSON.stringify(cornersOf(zone));
      return api('deliveries.changeZone', {
        path: { id: zone.id },
        body: { ...body, ...(isMoved && { area }) },
        ifVersion: zone.version,
      });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['zones'] });
      onDone();
    },
  });
  return (
    <FormCard
      submit={t('save')}
      save={save}
      ready={corners.length >= 3 && Boolean(name.trim())}
      onRead={onRead}
      onCancel={onDone}
    >
      <TextInput
        label={t('name')}
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label={t('zones.priority')}
        description={t('zones.priority.more')}
        min={0}
        max={1000}
        value={priority}
        onChange={setPriority}
      />
      <p role="status" className={classes.soft}>
        {t('zones.corners', { count: corners.length })}
        {corners.length < 3 && ` · ${t('zones.least')}`}
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
