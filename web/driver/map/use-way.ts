import { useEffect, useRef, useState } from 'react';
import { api } from '../../app/api.ts';
import type { Fix } from '../device/sparing.ts';
import type { Driver } from '../offline/model.ts';
import { theEngine, type View } from '../store/driver-store.ts';
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

/** The one door that was asked for; undefined: the stops that are left, in their order. */
export function doorAskedFor({ held, stops }: View, id: string | undefined): StopView | undefined {
  if (!id || stops[0]?.held.id === id) return undefined;
  const stop = stops.find((one) => one.held.id === id);
  if (stop) return stop;
  const other = held.find((one) => one.id === id);
  const kind = other?.delivery.state === 'assigned' ? 'pickup' : 'dropoff';
  return other && { held: other, kind, position: null, etaAt: null, later: false };
}

/** The way over the stops that are left, read again when they change or the driver leaves it; kept for cellars. */
export function useWay(
  driver: Driver | null,
  stops: readonly StopView[],
  fix: Fix | null,
  isWholeDay: boolean,
): Way | null {
  const [kept, setKept] = useState<Kept | null>(null);
  const asking = useRef(false);
  const askedAtMs = useRef(Number.NEGATIVE_INFINITY);
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
    if (performance.now() - askedAtMs.current < ASK_MILLIS) return;
    asking.current = true;
    askedAtMs.current = performance.now();
    const points = [fix, ...stops.slice(0, MOST_STOPS).map(doorOf)].map(({ lat, lng }) => ({ lat, lng }));
    const ask = async () => {
      const { geometry, steps, distanceMeters, durationSeconds } = await api('geography.planRoute', {
        body: { profile: profiles[driver.vehicleKind] ?? 'car', stops: points, alternatives: 0 },
      });
      const next = { key, way: { geometry, steps, distanceMeters, durationSeconds } };
      setKept(next);
      if (isWholeDay) await theEngine().db.put('day', next, 'way');
    };
    ask()
      // The way that was read last is still shown, and the stops are in any case.
      .catch(() => undefined)
      .finally(() => {
        asking.current = false;
      });
  }, [needed, driver, fix, key, stops, isWholeDay]);
  // The way of the day is better than none while it is read anew; to another door it would lead astray.
  if (stops.length === 0 || (!isWholeDay && kept?.key !== key)) return null;
  return kept?.way ?? null;
}
