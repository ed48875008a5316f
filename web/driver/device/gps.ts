import { useSyncExternalStore } from 'react';
import { decide, type Fix } from './sparing.ts';

export type GpsState = 'off' | 'waiting' | 'on' | 'denied' | 'missing' | 'insecure';

interface Watched {
  state: GpsState;
  fix: Fix | null;
}

let watched: Watched = { state: 'off', fix: null };
let kept: Fix | null = null;
let watchId: number | undefined;
let batteryPercent: number | null = null;
const listeners = new Set<() => void>();

const set = (next: Partial<Watched>) => {
  watched = { ...watched, ...next };
  for (const listener of listeners) listener();
};

export const lastFix = (): Fix | null => watched.fix;

export const useGps = (): Watched =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => watched,
  );

interface BatteryManager extends EventTarget {
  level: number;
}

/** Watches until `stopGps`; `keep` gets what is worth sending, seldom while the driver stands. */
export function startGps(keep: (fix: Fix, batteryPercent: number | null) => void): void {
  if (watchId !== undefined) return;
  if (!isSecureContext) return set({ state: 'insecure' });
  if (!('geolocation' in navigator)) return set({ state: 'missing' });
  set({ state: 'waiting' });
  void readBattery();
  watchId = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      const fix: Fix = {
        timeMs: timestamp,
        lat: coords.latitude,
        lng: coords.longitude,
        accuracyMeters: coords.accuracy,
        speedMetersPerSecond: coords.speed,
        headingDegrees: Number.isNaN(coords.heading) ? null : coords.heading,
      };
      set({ state: 'on', fix });
      if (!decide(kept, fix, batteryPercent)) return;
      kept = fix;
      keep(fix, batteryPercent);
    },
    ({ code }) => set({ state: code === 1 ? 'denied' : 'waiting' }),
    { enableHighAccuracy: true, maximumAge: 5_000, timeout: 60_000 },
  );
}

export function stopGps(): void {
  if (watchId !== undefined) navigator.geolocation.clearWatch(watchId);
  watchId = undefined;
  kept = null;
  set({ state: 'off' });
}

async function readBattery(): Promise<void> {
  const { getBattery } = navigator as Navigator & { getBattery?(): Promise<BatteryManager> };
  if (!getBattery) return;
  const battery = await getBattery.call(navigator);
  const read = () => {
    batteryPercent = Math.round(battery.level * 100);
  };
  read();
  battery.addEventListener('levelchange', read);
}
