import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const payload = z.strictObject({ name: z.string() });

export const geographyEvents = {
  mapImportStarted: defineEvent('geography.mapImportStarted', {
    meaning: 'Somebody began to bring in a map',
    payload,
  }),
  mapFileReceived: defineEvent('geography.mapFileReceived', {
    meaning: 'The file of a map has arrived whole and waits for its turn',
    payload,
  }),
  mapImportBegun: defineEvent('geography.mapImportBegun', { meaning: 'A map is being made', payload }),
  mapImportInterrupted: defineEvent('geography.mapImportInterrupted', {
    meaning: 'Who made a map has stopped or died; it waits to be made anew',
    payload,
  }),
  mapImportCancelled: defineEvent('geography.mapImportCancelled', {
    meaning: 'Somebody gave up a map that was on its way',
    payload,
  }),
  mapImported: defineEvent('geography.mapImported', { meaning: 'A map is in force', payload }),
  mapImportFailed: defineEvent('geography.mapImportFailed', {
    meaning: 'A map could not be made of what was brought in; the maps in force stay',
    payload,
  }),
};
