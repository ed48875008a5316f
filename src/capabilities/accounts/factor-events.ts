import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const factor = z.strictObject({ factorId: z.uuid(), kind: z.enum(['totp', 'passkey']) });
const connection = z.strictObject({ issuer: z.string() });

/** About the entity `factors` of a user, and about connections to providers. No event holds a secret or a code. */
export const factorEvents = {
  factorAdded: defineEvent('accounts.factorAdded', {
    meaning: 'A user has one more second factor or passkey',
    payload: factor,
  }),
  factorRenamed: defineEvent('accounts.factorRenamed', {
    meaning: 'A second factor or passkey has another name',
    payload: factor,
  }),
  factorRemoved: defineEvent('accounts.factorRemoved', {
    meaning: 'A user has one second factor or passkey less',
    payload: factor,
  }),
  factorsReset: defineEvent('accounts.factorsReset', {
    meaning: 'An admin removed all second factors of a user who lost them',
    payload: z.strictObject({}),
  }),
  recoveryCodesMade: defineEvent('accounts.recoveryCodesMade', {
    meaning: 'A user has new recovery codes; the ones before are worth nothing',
    payload: z.strictObject({}),
  }),
  recoveryCodeUsed: defineEvent('accounts.recoveryCodeUsed', {
    meaning: 'A recovery code was used up in a login',
    payload: z.strictObject({ left: z.int() }),
  }),
  deviceRemembered: defineEvent('accounts.deviceRemembered', {
    meaning: 'A browser need not take the second step for a while',
    payload: z.strictObject({ deviceId: z.uuid() }),
  }),
  deviceForgotten: defineEvent('accounts.deviceForgotten', {
    meaning: 'A browser, or without its id all of them, must take the second step again',
    payload: z.strictObject({ deviceId: z.uuid().nullable() }),
  }),
  identityLinked: defineEvent('accounts.identityLinked', {
    meaning: 'A user can sign in through a provider',
    payload: z.strictObject({ providerId: z.string() }),
  }),
  identityUnlinked: defineEvent('accounts.identityUnlinked', {
    meaning: 'A user can no longer sign in through a provider',
    payload: z.strictObject({ providerId: z.string() }),
  }),
  factorPolicyChanged: defineEvent('accounts.factorPolicyChanged', {
    meaning: 'Other roles must have a second factor, or have another time of grace',
    payload: z.strictObject({ requiredRoles: z.array(z.string()), graceDays: z.int() }),
  }),
  oidcConnectionCreated: defineEvent('accounts.oidcConnectionCreated', {
    meaning: 'People can sign in through one more provider',
    payload: connection,
  }),
  oidcConnectionChanged: defineEvent('accounts.oidcConnectionChanged', {
    meaning: 'The connection to a provider was changed, or switched off or on',
    payload: connection.extend({ changed: z.array(z.string()) }),
  }),
};
