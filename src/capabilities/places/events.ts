import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const id = z.uuid();

/** Events name what changed, not the address: they outlive what a person asks to have erased. */
export const placesEvents = {
  placeCreated: defineEvent('places.placeCreated', {
    meaning: 'A place was added',
    payload: z.strictObject({ partyId: id.nullable(), regionId: id.nullable() }),
  }),
  placeChanged: defineEvent('places.placeChanged', {
    meaning: 'A place was changed or moved',
    payload: z.strictObject({ changed: z.array(z.string()) }),
  }),
  placeArchived: defineEvent('places.placeArchived', {
    meaning: 'A place is no longer used',
    payload: z.strictObject({}),
  }),
  regionCreated: defineEvent('places.regionCreated', {
    meaning: 'A region was drawn; the places in it belong to it now',
    payload: z.strictObject({ name: z.string(), places: z.int() }),
  }),
  regionChanged: defineEvent('places.regionChanged', {
    meaning: 'A region was renamed or drawn anew; places were given their region again',
    payload: z.strictObject({ name: z.string(), places: z.int() }),
  }),
};
