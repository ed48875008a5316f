import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const id = z.uuid();
const of = { userId: id };

/** Events name what happened to whom, never names, addresses or secrets: they outlive what a person asks to erase. */
export const accountsEvents = {
  loggedIn: defineEvent('accounts.loggedIn', {
    meaning: 'A session began',
    payload: z.strictObject({ ...of, factors: z.array(z.string()), transport: z.string() }),
  }),
  sessionEnded: defineEvent('accounts.sessionEnded', {
    meaning: 'A session is over',
    payload: z.strictObject({ ...of, reason: z.string() }),
  }),
  userCreated: defineEvent('accounts.userCreated', {
    meaning: 'A person can log in',
    payload: z.strictObject({ ...of, partyId: id, by: z.string() }),
  }),
  userChanged: defineEvent('accounts.userChanged', {
    meaning: 'What is known of a user was changed',
    payload: z.strictObject({ ...of, changed: z.array(z.string()) }),
  }),
  passwordChanged: defineEvent('accounts.passwordChanged', {
    meaning: 'A user has a new password',
    payload: z.strictObject({ ...of, by: z.enum(['owner', 'link']) }),
  }),
  mailChanged: defineEvent('accounts.mailChanged', {
    meaning: 'A user has another mail address',
    payload: z.strictObject(of),
  }),
  userDeactivated: defineEvent('accounts.userDeactivated', {
    meaning: 'A user may not log in any more',
    payload: z.strictObject(of),
  }),
  userReactivated: defineEvent('accounts.userReactivated', {
    meaning: 'A user may log in again',
    payload: z.strictObject(of),
  }),
  invitationCreated: defineEvent('accounts.invitationCreated', {
    meaning: 'Somebody was invited',
    payload: z.strictObject({ role: z.string() }),
  }),
  invitationWithdrawn: defineEvent('accounts.invitationWithdrawn', {
    meaning: 'An invitation was taken back',
    payload: z.strictObject({}),
  }),
  invitationAccepted: defineEvent('accounts.invitationAccepted', {
    meaning: 'An invited person can log in',
    payload: z.strictObject({ ...of, role: z.string() }),
  }),
  linkAsked: defineEvent('accounts.linkAsked', {
    meaning: 'Somebody asked for a link by mail; whether it was sent depends on the address',
    payload: z.strictObject({ kind: z.string() }),
  }),
};
