import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';
import { resourceKinds, slotKinds } from './schema.ts';

const payload = z.strictObject({
  resourceKind: z.enum(resourceKinds),
  resourceId: z.uuid(),
  kind: z.enum(slotKinds),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  module: z.string(),
  entity: z.string(),
  entityId: z.uuid(),
});

export const calendarEvents = {
  slotHeld: defineEvent('calendar.slotHeld', { meaning: 'A time of a vehicle or driver was taken', payload }),
  slotMoved: defineEvent('calendar.slotMoved', { meaning: 'A taken time was moved or resized', payload }),
  slotReleased: defineEvent('calendar.slotReleased', { meaning: 'A taken time is free again', payload }),
};
