import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const partyId = z.uuid();

export const notificationsEvents = {
  noticeGiven: defineEvent('notifications.noticeGiven', {
    meaning: 'Somebody should know of something; without a person it is for the office',
    payload: z.strictObject({ kind: z.string(), partyId: partyId.nullable() }),
  }),
  noticesRead: defineEvent('notifications.noticesRead', {
    meaning: 'A person has read one notice, or all',
    payload: z.strictObject({ partyId, all: z.boolean() }),
  }),
};
