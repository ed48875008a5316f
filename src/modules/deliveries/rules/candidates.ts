import { distanceMeters, type Point } from '../../../platform/geo/distance.ts';

/** What the choice of a driver looks at. */
export interface WorkingDriver {
  id: string;
  name: string;
  state: string;
  skills: readonly string[];
  vehicleKind: string;
  capacityGrams: number;
  regionId: string | null;
  /** Deliveries held now, and what they weigh. */
  activeCount: number;
  loadGrams: number;
  /** Where the driver was last seen; null when never. */
  position: (Point & { ageSeconds: number }) | null;
}

export interface Demand {
  pickup: Point;
  weightGrams: number;
  requiredSkills: readonly string[];
  regionId: string | null;
  declinedBy: readonly string[];
}

export interface Limits {
  maxActivePerDriver: number;
  maxApproachMeters: number;
}

export const constraints = [
  'state',
  'declined',
  'skill',
  'capacity',
  'count',
  'region',
  'position',
  'distance',
] as const;
export type Constraint = (typeof constraints)[number];

/** The figures behind a reason, for readers of other languages. */
export interface ConstraintDetails {
  driverState?: string;
  skills?: string[];
  freeGrams?: number;
  weightGrams?: number;
  activeCount?: number;
  lastSeenSeconds?: number;
  meters?: number;
}

export interface Candidate {
  driverId: string;
  name: string;
  suitable: boolean;
  /** Each constraint that rules the driver out, in words. */
  ruledOutBy: { constraint: Constraint; reason: string; details: ConstraintDetails }[];
  approachMeters: number | null;
  activeCount: number;
  /** Smaller is better; null when ruled out. */
  score: number | null;
}

/** A held delivery weighs as much as this many meters of approach. */
const metersPerHeldDelivery = 1500;
const staleAfterSeconds = 600;

/** All drivers, best first, each with why they are suitable or which constraint rules them out. */
export function rankCandidates(
  demand: Demand,
  drivers: readonly WorkingDriver[],
  limits: Limits,
): Candidate[] {
  return drivers
    .map((driver) => judge(demand, driver, limits))
    .sort((a, b) => (a.score ?? Infinity) - (b.score ?? Infinity) || a.driverId.localeCompare(b.driverId));
}

function judge(demand: Demand, driver: WorkingDriver, limits: Limits): Candidate {
  const approachMeters = driver.position ? Math.round(distanceMeters(driver.position, demand.pickup)) : null;
  const ruledOutBy: Candidate['ruledOutBy'] = [];
  const out = (constraint: Constraint, reason: string, details: ConstraintDetails = {}) =>
    ruledOutBy.push({ constraint, reason, details });

  if (driver.state !== 'online' && driver.state !== 'busy')
    out('state', `is ${driver.state.replace('_', ' ')}`, { driverState: driver.state });
  if (demand.declinedBy.includes(driver.id))
    out('declined', 'has declined it, did not answer, or had it taken back');
  const skills = demand.requiredSkills.filter((skill) => !driver.skills.includes(skill));
  if (skills.length > 0) out('skill', `lacks ${skills.join(', ')}`, { skills });
  const { weightGrams } = demand;
  const freeGrams = Math.max(0, driver.capacityGrams - driver.loadGrams);
  if (weightGrams > freeGrams)
    out('capacity', `has room for ${kilograms(freeGrams)}, it weighs ${kilograms(weightGrams)}`, {
      freeGrams,
      weightGrams,
    });
  const { activeCount } = driver;
  if (activeCount >= limits.maxActivePerDriver)
    out('count', `holds ${activeCount} deliveries already`, { activeCount });
  if (demand.regionId && driver.regionId && demand.regionId !== driver.regionId)
    out('region', 'works in another region');
  const lastSeenSeconds = driver.position?.ageSeconds;
  if (lastSeenSeconds === undefined) out('position', 'has not reported a position');
  else if (lastSeenSeconds > staleAfterSeconds)
    out('position', `was last seen ${Math.round(lastSeenSeconds / 60)} min ago`, { lastSeenSeconds });
  if (approachMeters !== null && approachMeters > limits.maxApproachMeters)
    out('distance', `is ${(approachMeters / 1000).toFixed(1)} km away`, { meters: approachMeters });

  const suitable = ruledOutBy.length === 0;
  const { id: driverId, name } = driver;
  const score =
    suitable && approachMeters !== null ? approachMeters + activeCount * metersPerHeldDelivery : null;
  return { driverId, name, suitable, ruledOutBy, approachMeters, activeCount, score };
}

const kilograms = (grams: number): string => `${(grams / 1000).toFixed(1)} kg`;
