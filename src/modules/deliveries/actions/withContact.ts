import { lastPositions } from '../../../capabilities/tracking/api.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { deliveriesConfig } from '../config.ts';
import type { Driver } from '../queries/drivers.ts';

export interface Contact {
  lastSeenAt: Date | null;
  position: { lat: number; lng: number } | null;
  /** Works, but has not been heard of for too long: a flag, never a state. Whoever rests may be silent. */
  lostContact: boolean;
}

const silent: readonly string[] = ['offline', 'on_break'];

/** When each driver was last heard of, in one query. */
export async function withContact(
  sql: Queryable,
  drivers: readonly Driver[],
  { clock, config }: Pick<Ports, 'clock' | 'config'>,
): Promise<(Driver & Contact)[]> {
  const positions = await lastPositions(
    sql,
    drivers.map(({ id }) => id),
  );
  const { lostContactSeconds } = config.get(deliveriesConfig);
  const deadline = clock.nowMs() - lostContactSeconds * 1000;
  return drivers.map((driver) => {
    const seen = positions.get(driver.id);
    const heardMs = Math.max(seen?.serverTime.getTime() ?? 0, driver.stateSince.getTime());
    return {
      ...driver,
      lastSeenAt: seen?.serverTime ?? null,
      position: seen ? { lat: seen.lat, lng: seen.lng } : null,
      lostContact: !silent.includes(driver.state) && heardMs < deadline,
    };
  });
}
