import { lastPositions } from '../../../capabilities/tracking/api.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { deliveriesConfig } from '../config.ts';
import { loadByDriver, type Delivery } from '../queries/deliveries.ts';
import { listWorkingDrivers, type Driver } from '../queries/drivers.ts';
import { rankCandidates, type Candidate } from '../rules/candidates.ts';

/** More drivers than this are not weighed for one delivery. */
const mostDrivers = 2000;

/** Every working driver, best first, with what speaks for or against each. Three queries, however many drivers. */
export async function candidateDrivers(
  sql: Queryable,
  delivery: Delivery,
  ports: Pick<Ports, 'config' | 'clock'>,
  drivers?: Driver[],
): Promise<Candidate[]> {
  const working = drivers ?? (await listWorkingDrivers(sql, mostDrivers));
  const ids = working.map(({ id }) => id);
  const [loads, positions] = await Promise.all([loadByDriver(sql, ids), lastPositions(sql, ids)]);
  const loadOf = new Map(loads.map((load) => [load.driverId, load]));
  const nowMs = ports.clock.nowMs();
  return rankCandidates(
    {
      pickup: { lat: delivery.pickupLat, lng: delivery.pickupLng },
      weightGrams: delivery.weightGrams,
      requiredSkills: delivery.requiredSkills,
      regionId: delivery.regionId,
      declinedBy: delivery.declinedBy,
    },
    working.map((driver) => {
      const load = loadOf.get(driver.id);
      const seen = positions.get(driver.id);
      return {
        ...driver,
        activeCount: load?.count ?? 0,
        loadGrams: load?.weightGrams ?? 0,
        position: seen
          ? { lat: seen.lat, lng: seen.lng, ageSeconds: (nowMs - seen.serverTime.getTime()) / 1000 }
          : null,
      };
    }),
    ports.config.get(deliveriesConfig),
  );
}
