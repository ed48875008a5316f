import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';

/** The shapes of the capability on the wire. */

const time = z.iso.datetime();

/** Compared without regard to case; spaces around it are taken away. */
export const mailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(
    z.email({ pattern: z.regexes.html5Email }).refine((mail) => /\.[^.]+$/.test(mail), 'must have a domain'),
  )
  .meta({ description: 'Mail address' });
export const personName = z.string().trim().min(1).max(200);
/** Its strength is judged by the server's rules, so that no one has to guess them from a schema. */
export const password = z.string().min(1).max(1000).meta({ description: 'Any characters; spaces count' });
export const transport = z
  .enum(['cookie', 'body'])
  .meta({ description: 'Where the refresh token goes: a cookie that scripts cannot read, or the answer' });
export const linkToken = z.string().min(20).max(200);
export const language = z.enum(['de', 'en', 'es', 'fr']);

export const sessionUser = z.strictObject({
  id,
  name: z.string(),
  mail: z.string(),
  partyId: id,
  roles: z.array(z.string()),
});

export const session = z
  .strictObject({
    accessToken: z.string(),
    expiresInSeconds: z.int(),
    refreshToken: z.string().optional().meta({ description: 'With the transport `body` only' }),
    deviceToken: z.string().optional().meta({
      description: 'With the transport `body`, after a login: send it at the next one from this device',
    }),
    rememberToken: z.string().optional().meta({
      description:
        'With the transport `body`, when the device was to be remembered: send it at the next login',
    }),
    factorDueAt: time.optional().meta({
      description:
        'A second factor is required and missing: after this time nothing but adding one is possible',
    }),
    user: sessionUser,
  })
  .meta({ id: 'Session' });

export const factorRequired = z
  .strictObject({
    state: z.literal('factorRequired'),
    challenge: z.string().meta({ description: 'To be sent with the answer to POST /v1/sessions/factor' }),
    expiresAt: time,
    factors: z
      .array(z.string())
      .meta({ description: 'By what it can be answered: totp, passkey, recovery_code' }),
  })
  .meta({ id: 'FactorRequired' });

export const listedSession = z
  .strictObject({
    id,
    deviceName: z.string().nullable(),
    browser: z.string().nullable().meta({ description: 'In words: Firefox on Linux' }),
    address: z.string().nullable().meta({ description: 'Where it was last used from' }),
    factors: z.array(z.string()),
    createdAt: time,
    lastUsedAt: time,
    expiresAt: time,
    current: z.boolean(),
  })
  .meta({ id: 'ListedSession' });

export const me = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    mail: z.string(),
    mailVerified: z.boolean(),
    language,
    partyId: id,
    roles: z.array(z.string()),
    permissions: z.record(z.string(), z.string()).meta({ description: 'Permission: scope' }),
    createdAt: time,
  })
  .meta({ id: 'Me' });

export const user = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    mail: z.string(),
    mailVerified: z.boolean(),
    language,
    partyId: id,
    roles: z.array(z.string()),
    deactivatedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'User' });

export const newInvitation = z
  .strictObject({
    role: z.string().min(1).max(40),
    mail: mailAddress
      .optional()
      .meta({ description: 'The link is sent there; without it, it is in the answer' }),
    name: personName.optional(),
    language: language.optional(),
    partyId: id.optional().meta({ description: 'The person that the new user will be, such as a driver' }),
    companyId: id.optional().meta({ description: 'A company that the person will belong to' }),
  })
  .meta({ id: 'NewInvitation' });

const invitationState = z.enum(['open', 'accepted', 'withdrawn', 'expired']);

export const invitation = z
  .strictObject({
    id,
    version: z.int(),
    state: invitationState,
    role: z.string(),
    mail: z.string().nullable(),
    name: z.string().nullable(),
    partyId: id.nullable(),
    companyId: id.nullable(),
    link: z.string().optional().meta({ description: 'Only in the answer that made it, and without a mail' }),
    createdAt: time,
    expiresAt: time,
  })
  .meta({ id: 'Invitation' });

export const openInvitation = z
  .strictObject({
    role: z.string(),
    mail: z.string().nullable(),
    name: z.string().nullable(),
    expiresAt: time,
  })
  .meta({ id: 'OpenInvitation' });
