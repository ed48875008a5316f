import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';
import { isSafeIssuer, oidcProviderPattern } from './rules/oidc-paths.ts';

/** The shapes of sign-in with providers on the wire. */

const time = z.iso.datetime();

export const providerId = z
  .string()
  .regex(oidcProviderPattern, 'must be a word of small letters, digits and dashes')
  .meta({ description: 'Part of the address to which the provider sends people back' });
export const providerParams = z.strictObject({ provider: providerId });
export const returnTo = z
  .string()
  .max(2000)
  .meta({ description: 'Path of this host to go on to; anything else becomes /' });

export const oidcProviders = z
  .strictObject({ items: z.array(z.strictObject({ id: z.string(), name: z.string() })) })
  .meta({ id: 'OidcProviders' });

export const linkedIdentity = z
  .strictObject({
    id,
    provider: z.string(),
    mail: z.string().nullable().meta({ description: 'As the provider said when it was linked' }),
    linkedAt: time,
    lastUsedAt: time.nullable(),
  })
  .meta({ id: 'LinkedIdentity' });

const name = z.string().trim().min(1).max(80).meta({ description: 'What the button says' });
const clientId = z.string().trim().min(1).max(400);
const clientSecret = z.string().min(1).max(1000).meta({ description: 'Kept sealed, never shown again' });
const scopes = z
  .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'must be a scope'))
  .max(20)
  .refine((all) => all.includes('openid'), 'must have openid');
const signUp = z
  .boolean()
  .meta({ description: 'Whether who comes with a verified mail gets an account as a customer' });

export const oidcConnection = z
  .strictObject({
    id: providerId,
    version: z.int(),
    name,
    issuer: z.string(),
    clientId: z.string(),
    hasSecret: z.boolean(),
    scopes: z.array(z.string()),
    signUp,
    enabled: z.boolean(),
    callbackUrl: z.string().meta({ description: 'To be registered with the provider' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'OidcConnection' });

export const newOidcConnection = z
  .strictObject({
    id: providerId,
    name,
    issuer: z
      .url()
      .max(500)
      .refine(isSafeIssuer, 'must begin with https://, or be on this machine')
      .meta({ description: 'Its discovery document is below it' }),
    clientId,
    clientSecret: clientSecret.optional().meta({ description: 'None for a public client' }),
    scopes: scopes.optional().meta({ description: 'Default openid, email and profile' }),
    signUp: signUp.optional(),
  })
  .meta({ id: 'NewOidcConnection' });

/** The issuer stays: links are made with it. */
export const oidcConnectionPatch = z
  .strictObject({
    name: name.optional(),
    clientId: clientId.optional(),
    clientSecret: clientSecret.nullable().optional(),
    scopes: scopes.optional(),
    signUp: signUp.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'OidcConnectionPatch' });
