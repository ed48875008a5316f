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

export type Constraint =
  | 'state'
  | 'declined'
  | 'skill'
  | 'capacity'
  | 'count'
  | 'region'
  | 'position'
  | 'distance';

export interface Candidate {
  driverId: string;
  name: string;
  suitable: boolean;
  /** Each constraint that rules the driver out, in words. */
  ruledOutBy: { constraint: Constraint; reason: string }[];
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
  const out = (constraint: Constraint, reason: string) => ruledOutBy.push({ constraint, reason });

  if (driver.state !== 'online' && driver.state !== 'busy')
    out('state', `is ${driver.state.replace('_', ' ')}`);
  if (demand.declinedBy.includes(driver.id))
    out('declined', 'has declined it, did not answer, or had it taken back');
  const missing = demand.requiredSkills.filter((skill) => !driver.skills.includes(skill));
  if (missing.length > 0) out('skill', `lacks ${missing.join(', ')}`);
  const free = driver.capacityGrams - driver.loadGrams;
  if (demand.weightGrams > free)
    out('capacity', `has room for ${kilograms(free)}, it weighs ${kilograms(demand.weightGrams)}`);
  if (driver.activeCount >= limits.maxActivePerDriver)
    out('count', `holds ${driver.activeCount} deliveries already`);
  if (demand.regionId && driver.regionId && demand.regionId !== driver.regionId)
    out('region', 'works in another region');
  if (!driver.position) out('position', 'has not reported a position');
  else if (driver.position.ageSeconds > staleAfterSeconds)
    out('position', `was last seen ${Math.round(driver.position.ageSeconds / 60)} min ago`);
  if (approachMeters !== null && approachMeters > limits.maxApproachMeters)
    out('distance', `is ${(approachMeters / 1000).toFixed(1)} km away`);

  const suitable = ruledOutBy.length === 0;
  const { id: driverId, name, activeCount } = driver;
  const score =
    suitable && approachMeters !== null ? approachMeters + activeCount * metersPerHeldDelivery : null;
  return { driverId, name, suitable, ruledOutBy, approachMeters, activeCount, score };
}

const kilograms = (grams: number): string => `${(Math.max(0, grams) / 1000).toFixed(1)} kg`;
