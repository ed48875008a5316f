import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const role = z.strictObject({ name: z.string() });
const key = z.strictObject({ name: z.string(), userId: z.uuid().nullable() });

export const roleEvents = {
  roleCreated: defineEvent('accounts.roleCreated', { meaning: 'A role was made', payload: role }),
  roleChanged: defineEvent('accounts.roleChanged', {
    meaning: 'What a role may do, or how it is called, was changed',
    payload: role.extend({ changed: z.array(z.string()) }),
  }),
  roleDeleted: defineEvent('accounts.roleDeleted', {
    meaning: 'A role was deleted; those who had it got another',
    payload: role.extend({ replacedBy: z.string().nullable(), users: z.int() }),
  }),
  grantsChanged: defineEvent('accounts.grantsChanged', {
    meaning: 'A user was given other roles, or another reach',
    payload: z.strictObject({
      userId: z.uuid(),
      granted: z.array(z.string()),
      withdrawn: z.array(z.string()),
    }),
  }),
  keyCreated: defineEvent('accounts.keyCreated', { meaning: 'A key for a program was made', payload: key }),
  keyChanged: defineEvent('accounts.keyChanged', {
    meaning: 'What a key may do, its name or its end was changed',
    payload: key.extend({ changed: z.array(z.string()) }),
  }),
  keyRotated: defineEvent('accounts.keyRotated', {
    meaning: 'A key has another secret; the one before goes on for a while',
    payload: key.extend({ oldUntil: z.iso.datetime() }),
  }),
  keyRevoked: defineEvent('accounts.keyRevoked', { meaning: 'A key lets nobody in any more', payload: key }),
};
