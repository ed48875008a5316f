import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const payload = z.strictObject({ name: z.string() });

export const geographyEvents = {
  mapImportStarted: defineEvent('geography.mapImportStarted', {
    meaning: 'Somebody began to bring in a map',
    payload,
  }),
  mapImported: defineEvent('geography.mapImported', { meaning: 'A map is in force', payload }),
  mapImportFailed: defineEvent('geography.mapImportFailed', {
    meaning: 'A map could not be made of what was brought in; the maps in force stay',
    payload,
  }),
};
