import { useSayNew } from '../../app/say-new.ts';
import type { View } from '../store/driver-store.ts';
import type { Held } from '../store/snapshot.ts';
import { t } from '../words.ts';
import { addressOf, townOf } from './stop-card.tsx';

/** Says an offer, and a step that needs a decision, on whatever screen the driver is. */
export function useSayStops({ loaded, offers, refused }: View): void {
  const say = (title: string, held: readonly Held[], door: 'pickup' | 'dropoff') =>
    held.map(
      ({ id, delivery }) =>
        [`${door} ${id}`, `${title}: ${addressOf(delivery[door]) || townOf(delivery[door])}`] as const,
    );
  useSayNew(
    loaded
      ? new Map([...say(t('day.offers'), offers, 'pickup'), ...say(t('day.refused'), refused, 'dropoff')])
      : undefined,
  );
}
