import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';

/** The shapes of factors on the wire. */

const time = z.iso.datetime();

export const factorName = z.string().trim().min(1).max(80).meta({ description: 'How its owner calls it' });
export const challengeToken = z
  .string()
  .regex(/^[\w-]{43}$/, 'must be the challenge of the step before')
  .meta({ description: 'Names the step; good for one answer and a few minutes' });
export const totpCode = z.string().regex(/^[0-9]{6}$/, 'must be six digits');

/** The members are made by browsers, which add new ones with time; the library reads those that it verifies. */
const fromBrowser = z.looseObject({
  id: z.string().max(2048),
  rawId: z.string().max(2048),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()),
});

export const newPasskeyAnswer = fromBrowser
  .extend({
    response: z.looseObject({
      clientDataJSON: z.string().max(20_000),
      attestationObject: z.string().max(100_000),
      transports: z.array(z.string().max(40)).max(10).optional(),
    }),
  })
  .meta({ id: 'NewPasskeyAnswer', description: 'What `PublicKeyCredential.toJSON()` gives after create()' });

export const passkeyAnswer = fromBrowser
  .extend({
    response: z.looseObject({
      clientDataJSON: z.string().max(20_000),
      authenticatorData: z.string().max(20_000),
      signature: z.string().max(20_000),
      userHandle: z.string().max(200).nullish(),
    }),
  })
  .meta({ id: 'PasskeyAnswer', description: 'What `PublicKeyCredential.toJSON()` gives after get()' });

/** A second factor is shown by one of them. */
export const proofFields = {
  code: totpCode.optional().meta({ description: 'Of an authenticator app' }),
  recoveryCode: z.string().min(1).max(60).optional(),
  passkey: passkeyAnswer.optional(),
};

/** Handed to the browser as they are: `PublicKeyCredential.parseRequestOptionsFromJSON()` and its like. */
export const passkeyOptions = z
  .record(z.string(), z.unknown())
  .meta({ id: 'PasskeyOptions', description: 'Options of WebAuthn in their JSON form' });

export const totpFactor = z.strictObject({
  id,
  name: z.string(),
  addedAt: time,
  lastUsedAt: time.nullable(),
});

export const passkeyFactor = totpFactor
  .extend({
    synced: z.boolean().meta({ description: 'Kept by several devices of its owner, or by one alone' }),
  })
  .meta({ id: 'Passkey' });

export const recoveryCodes = z
  .array(z.string())
  .meta({ description: 'Shown this once; each lets in once in place of another factor' });

export const factors = z
  .strictObject({
    totps: z.array(totpFactor.meta({ id: 'TotpFactor' })),
    passkeys: z.array(passkeyFactor),
    recoveryCodesLeft: z.int(),
    required: z.boolean().meta({ description: 'Whether a role of this user asks for a second factor' }),
    graceUntil: time
      .nullable()
      .meta({ description: 'While one is required and missing: until when all else is possible' }),
  })
  .meta({ id: 'Factors' });

export const rememberedDevice = z
  .strictObject({ id, name: z.string(), rememberedAt: time, lastUsedAt: time, expiresAt: time })
  .meta({ id: 'RememberedDevice' });

const roleNames = z.array(z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be the name of a role')).max(50);
const graceDays = z.int().min(0).max(90);

export const factorPolicy = z
  .strictObject({
    version: z.int(),
    requiredRoles: z.array(z.string()).meta({ description: 'Who must have a second factor' }),
    graceDays: z.int().meta({ description: 'Days from the first login without one' }),
  })
  .meta({ id: 'FactorPolicy' });

export const factorPolicyPatch = z
  .strictObject({ requiredRoles: roleNames.optional(), graceDays: graceDays.optional() })
  .meta({ id: 'FactorPolicyPatch' });
