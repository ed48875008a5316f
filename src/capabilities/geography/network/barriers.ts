import { accessOf, type Profile } from './profile-rules.ts';
import type { Tags } from '../source/map-source.ts';

/** Barriers that stop a profile when nothing else is said about who may pass. */
const BLOCKS: Record<Profile, ReadonlySet<string>> = {
  car: new Set([
    'bollard',
    'block',
    'jersey_barrier',
    'cycle_barrier',
    'motorcycle_barrier',
    'stile',
    'turnstile',
    'kissing_gate',
    'horse_stile',
    'chain',
    'planter',
    'log',
    'debris',
    'wall',
    'fence',
    'hedge',
    'full-height_turnstile',
    'rope',
    'wicket_gate',
    'bus_trap',
    'sump_buster',
  ]),
  bike: new Set([
    'stile',
    'turnstile',
    'kissing_gate',
    'wall',
    'fence',
    'hedge',
    'full-height_turnstile',
    'debris',
  ]),
  foot: new Set(['wall', 'fence', 'hedge', 'debris']),
};

const ACCESS_KEYS: Record<Profile, readonly string[]> = {
  car: ['motorcar', 'motor_vehicle', 'vehicle', 'access'],
  bike: ['bicycle', 'vehicle', 'access'],
  foot: ['foot', 'access'],
};

/** Whether a node with these tags cannot be passed. A gate for residents is a barrier to others. */
export function isBlocked(profile: Profile, tags: Tags): boolean {
  const barrier = tags['barrier'];
  if (barrier === undefined) return false;
  const access = accessOf(tags, ACCESS_KEYS[profile]);
  if (access === 'closed') return true;
  if (access === 'open') return false;
  if (access === 'door') return barrier !== 'entrance';
  return BLOCKS[profile].has(barrier);
}
