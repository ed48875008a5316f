import { z } from 'zod';
import { scopes } from '../../platform/auth/scopes.ts';
import { id, instant } from '../../platform/http/fields.ts';

/** The shapes of roles, grants and keys on the wire. */

const time = z.iso.datetime();
const line = (max: number) => z.string().trim().min(1).max(max);

export const scope = z.enum(scopes).meta({
  description: 'Their own records, those of their companies, those of their regions, or all',
});
export const permissionName = z.string().regex(/^[a-z][a-z_-]*:[a-z][a-z_-]*$/, 'must be like delivery:read');
const permissionScopes = z
  .record(permissionName, scope)
  .meta({ description: 'How far each permission reaches; what is left out is not held' });
export const roleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be a word such as night-dispatcher')
  .meta({ description: 'How grants and tokens name it' });

export const permission = z
  .strictObject({
    permission: z.string(),
    meaning: z.string(),
    roles: z
      .record(z.string(), scope)
      .meta({ description: 'Default roles that have it, as the program comes' }),
    scopes: z.array(scope).meta({ description: 'In which it can be granted' }),
  })
  .meta({ id: 'Permission' });

export const role = z
  .strictObject({
    id,
    version: z.int(),
    name: roleName,
    title: z.string(),
    description: z.string().nullable(),
    isDefault: z.boolean().meta({ description: 'It came with the program' }),
    permissions: permissionScopes,
    changed: z
      .array(z.string())
      .meta({ description: 'Of a default role: permissions that were changed here' }),
    holders: z.int().meta({ description: 'Users who have it' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Role' });

export const newRole = z
  .strictObject({
    id: id.optional(),
    name: roleName,
    title: line(80),
    description: line(500).optional(),
    permissions: permissionScopes,
  })
  .meta({ id: 'NewRole' });

export const rolePatch = z
  .strictObject({
    title: line(80).optional(),
    description: line(500).nullable().optional(),
    permissions: permissionScopes.optional(),
  })
  .meta({ id: 'RolePatch' });

const ids = z.array(id).max(1000);
const reach = { companyIds: ids, regionIds: ids };

export const userGrants = z
  .strictObject({
    userId: id,
    version: z.int(),
    roles: z.array(
      z.strictObject({ name: roleName, title: z.string(), grantedBy: z.string(), grantedAt: time }),
    ),
    companyIds: z.array(id).meta({ description: 'Companies that were granted beside those they belong to' }),
    memberOf: z.array(id).meta({ description: 'Companies that they belong to' }),
    regionIds: z.array(id),
    permissions: permissionScopes,
  })
  .meta({ id: 'UserGrants' });

export const newGrants = z
  .strictObject({ roles: z.array(roleName).max(50), ...z.strictObject(reach).partial().shape })
  .meta({ id: 'NewUserGrants' });

export const keyTier = z.enum(['standard', 'premium']);

export const apiKey = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    userId: id.nullable().meta({ description: 'Whose rights bound it' }),
    hint: z.string().meta({ description: 'How the key begins' }),
    permissions: permissionScopes,
    companyIds: z.array(id),
    regionIds: z.array(id),
    tier: keyTier,
    state: z.enum(['active', 'expired', 'revoked']),
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    previous: z
      .strictObject({ hint: z.string(), expiresAt: time })
      .nullable()
      .meta({ description: 'The secret before the last rotation, while it still lets in' }),
    lastUsedAt: time.nullable().meta({ description: 'To a minute' }),
    lastUsedAddress: z.string().nullable(),
    uses: z.int(),
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'ApiKey' });

export const keyWithSecret = apiKey
  .extend({ secret: z.string().meta({ description: 'Shown this once: send it as Authorization: Bearer …' }) })
  .meta({ id: 'ApiKeyWithSecret' });

const keyTerms = {
  name: line(80),
  permissions: permissionScopes,
  companyIds: ids,
  regionIds: ids,
  tier: keyTier,
  expiresAt: instant,
};

export const newKey = z
  .strictObject({
    name: keyTerms.name,
    permissions: keyTerms.permissions,
    companyIds: ids.optional().meta({ description: 'Default: all of who makes it' }),
    regionIds: ids.optional().meta({ description: 'Default: all of who makes it' }),
    tier: keyTier.optional().meta({ description: 'Premium is for who may change all keys to give' }),
    expiresAt: instant.optional(),
  })
  .meta({ id: 'NewApiKey' });

export const keyPatch = z
  .strictObject({
    name: keyTerms.name.optional(),
    permissions: keyTerms.permissions.optional(),
    tier: keyTier.optional(),
    expiresAt: instant.nullable().optional(),
  })
  .meta({ id: 'ApiKeyPatch' });
