import { useEffect } from 'react';
import { startGps, stopGps } from '../device/gps.ts';
import { theEngine, type View } from './driver-store.ts';

/** Positions are taken while the driver works, and never else: not on a break either. */
export function usePositions({ driver }: View): void {
  const deviceId = driver?.state === 'online' || driver?.state === 'busy' ? driver.id : null;
  useEffect(() => {
    if (!deviceId) return;
    startGps((fix, batteryPercent) => {
      const { timeMs, ...rest } = fix;
      const position = { deviceId, time: new Date(timeMs).toISOString(), ...rest, batteryPercent };
      theEngine()
        .position(position)
        .catch(() => undefined);
    });
    return stopGps;
  }, [deviceId]);
}
