import { defineConfig } from '../../platform/config/config.ts';
import { choice, durationSeconds, integer, list, text } from '../../platform/config/settings.ts';
import { recipientRights } from './rules/recipient.ts';

export const assignmentModes = ['manual', 'offer', 'automatic'] as const;

export const deliveriesConfig = defineConfig('CARAVAN_DELIVERIES', {
  offerTtlSeconds: durationSeconds({
    default: 300,
    min: 0.1,
    meaning: 'How long a driver has to answer an offer',
  }),
  maxTries: integer({
    default: 3,
    min: 1,
    max: 20,
    meaning: 'How often a delivery is tried before it goes back',
  }),
  assignment: choice({
    default: 'offer',
    of: assignmentModes,
    meaning:
      'How a ready delivery finds its driver: by hand, offered to the nearest in turn, or assigned at once',
  }),
  quoteTtlSeconds: durationSeconds({
    default: 1800,
    min: 1,
    meaning: 'How long a delivery may be ordered at the price of a quote',
  }),
  maxActivePerDriver: integer({
    default: 8,
    min: 1,
    max: 200,
    meaning: 'Deliveries that one driver may hold at a time',
  }),
  searchAgainSeconds: durationSeconds({
    default: 30,
    min: 0.1,
    meaning: 'After which time a delivery without a suitable driver is looked at again',
  }),
  serviceSeconds: durationSeconds({
    default: 120,
    min: 0,
    meaning: 'Time that a stop takes, for planning routes',
  }),
  lostContactSeconds: durationSeconds({
    default: 180,
    min: 1,
    meaning: 'Silence after which a working driver counts as out of contact',
  }),
  dispatchPhone: text({
    default: '',
    meaning: 'The number that drivers call from their app when something is to be decided; empty: none',
  }),
  recipientMay: list({
    default: recipientRights,
    of: recipientRights,
    meaning: 'What the recipient may do on the tracking page',
  }),
  ratingTtlSeconds: durationSeconds({
    default: 14 * 86_400,
    min: 0,
    meaning: 'How long after the delivery the recipient may rate it',
  }),
  maxApproachMeters: integer({
    default: 50_000,
    min: 100,
    meaning: 'Farthest way to a pickup for which a driver is asked',
  }),
});
