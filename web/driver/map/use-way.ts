import { useEffect, useRef, useState } from 'react';
import { api } from '../../app/api.ts';
import type { Fix } from '../device/sparing.ts';
import type { Driver } from '../offline/model.ts';
import { theEngine } from '../store/driver-store.ts';
import type { StopView } from '../store/snapshot.ts';
import { nextTurn, type Way } from './next-turn.ts';

const MOST_STOPS = 20;
const OFF_METERS = 80;
const ASK_MILLIS = 10_000;

interface Kept {
  key: string;
  way: Way;
}

const profiles: Partial<Record<Driver['vehicleKind'], 'bike' | 'foot'>> = {
  foot: 'foot',
  bike: 'bike',
  cargo_bike: 'bike',
};

export const doorOf = ({ held: { delivery }, kind }: StopView) => delivery[kind];

/** The way over the stops that are left, read again when they change or the driver leaves it; kept for cellars. */
export function useWay(driver: Driver | null, stops: readonly StopView[], fix: Fix | null): Way | null {
  const [kept, setKept] = useState<Kept | null>(null);
  const asking = useRef(false);
  const askedAtMs = useRef(0);
  const key = stops.map(({ held, kind }) => `${held.id} ${kind}`).join();
  const off = kept && fix ? (nextTurn(kept.way, fix)?.offMeters ?? 0) > OFF_METERS : false;
  const needed = stops.length > 0 && fix !== null && (kept?.key !== key || off);
  useEffect(() => {
    let over = false;
    void theEngine()
      .db.get('day', 'way')
      .then((stored) => {
        if (!over && stored) setKept((now) => now ?? (stored as Kept));
      });
    return () => {
      over = true;
    };
  }, []);
  useEffect(() => {
    if (!needed || !driver || !fix || asking.current || !navigator.onLine) return;
    // Where there is no map or no way, the next fix does not ask the same again.
    if (Date.now() - askedAtMs.current < ASK_MILLIS) return;
    asking.current = true;
    askedAtMs.current = Date.now();
    const points = [fix, ...stops.slice(0, MOST_STOPS).map(doorOf)].map(({ lat, lng }) => ({ lat, lng }));
    const ask = async () => {
      const { geometry, steps, distanceMeters, durationSeconds } = await api('geography.planRoute', {
        body: { profile: profiles[driver.vehicleKind] ?? 'car', stops: points, alternatives: 0 },
      });
      const next = { key, way: { geometry, steps, distanceMeters, durationSeconds } };
      setKept(next);
      await theEngine().db.put('day', next, 'way');
    };
    ask()
      // The way that was read last is still shown, and the stops are in any case.
      .catch(() => undefined)
      .finally(() => {
        asking.current = false;
      });
  }, [needed, driver, fix, key, stops]);
  return stops.length > 0 ? (kept?.way ?? null) : null;
}
