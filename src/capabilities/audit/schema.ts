import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';
import { securityKinds } from './security-event.ts';

/** The shapes of the capability on the wire. */

export const outcome = z.enum(['success', 'failure', 'denied']);
export const securityKind = z.enum(securityKinds);

const told = {
  id,
  occurredAt: z.iso.datetime().meta({ description: 'By the clock of the database' }),
  outcome,
  operation: z.string(),
  actor: z.strictObject({ kind: z.string(), id: z.string() }),
  address: z.string().nullable().meta({ description: 'Masked without audit:detail' }),
  requestId: z.string().nullable(),
  subject: z.strictObject({ entity: z.string().nullable(), id: z.string() }).nullable(),
  detail: z.record(z.string(), z.unknown()),
};

export const auditEntry = z
  .strictObject({ ...told, kind: z.enum(['action', ...securityKinds]) })
  .meta({ id: 'AuditEntry', description: 'What a person, a key or the program did or tried' });

export const sealedEntry = z
  .strictObject({
    ...auditEntry.shape,
    link: z
      .strictObject({ position: z.int(), hash: z.string() })
      .nullable()
      .meta({ description: 'Its place in the chain; null for about a minute' }),
  })
  .meta({ id: 'SealedAuditEntry' });

export const shownSecurityEvent = z
  .strictObject({ cursor: z.string(), ...told, kind: securityKind })
  .meta({ id: 'SecurityEvent' });

export const checkpoint = z
  .strictObject({
    type: z.literal('caravan.audit.checkpoint'),
    kind: z.enum(['head', 'dropped']),
    position: z.int(),
    day: z.iso.date(),
    hash: z.string(),
    signedAt: z.iso.datetime(),
    keyId: z.string(),
    publicKey: z.string(),
    signature: z.string(),
  })
  .meta({ id: 'AuditCheckpoint', description: 'A signed word on the chain; keep copies elsewhere' });
