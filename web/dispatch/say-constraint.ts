import type { Schema } from '../app/api.ts';
import { showAgo, showDistance, showWeight } from '../words/format.ts';
import { t } from './words.ts';

type Against = Schema<'Candidate'>['ruledOutBy'][number];

/** What speaks against a driver, in the reader's language. Deliveries remember older ones that have no figures. */
export function sayConstraint({ constraint, reason, details }: Against): string {
  if (!details) return reason;
  const { driverState, skills, freeGrams, weightGrams, activeCount, lastSeenSeconds, meters } = details;
  if (constraint === 'declined' || constraint === 'region') return t(`against.${constraint}`);
  if (driverState === 'offline' || driverState === 'on_break') return t(`against.state.${driverState}`);
  if (skills) return t('against.skill', { skills: skills.join(', ') });
  if (freeGrams !== undefined && weightGrams !== undefined)
    return t('against.capacity', { free: showWeight(freeGrams), weight: showWeight(weightGrams) });
  if (activeCount !== undefined) return t('against.count', { count: activeCount });
  if (lastSeenSeconds !== undefined)
    return t('against.position.old', { ago: showAgo(Date.now() - lastSeenSeconds * 1000) });
  if (constraint === 'position') return t('against.position.never');
  return meters === undefined ? reason : t('against.distance', { distance: showDistance(meters) });
}
