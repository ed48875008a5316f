import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

/** Events name what changed, not its content: they outlive what a person asks to have erased. */
export const partiesEvents = {
  partyCreated: defineEvent('parties.partyCreated', {
    meaning: 'A person or company was added',
    payload: z.strictObject({ kind: z.enum(['person', 'company']) }),
  }),
  partyChanged: defineEvent('parties.partyChanged', {
    meaning: 'What is known of a person or company was changed',
    payload: z.strictObject({ changed: z.array(z.string()) }),
  }),
  partyArchived: defineEvent('parties.partyArchived', {
    meaning: 'A person or company is no longer worked with',
    payload: z.strictObject({}),
  }),
  memberAdded: defineEvent('parties.memberAdded', {
    meaning: 'A person joined a company',
    payload: z.strictObject({ personId: z.uuid() }),
  }),
  memberRemoved: defineEvent('parties.memberRemoved', {
    meaning: 'A person left a company',
    payload: z.strictObject({ personId: z.uuid() }),
  }),
};
