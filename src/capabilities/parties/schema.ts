import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';

/** The shapes of the capability on the wire. */

const line = (max: number) => z.string().trim().min(1).max(max);

export const partyKind = z.enum(['person', 'company']);

const email = z.email().max(254);
const language = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language tag such as de or de-LI');
const reference = line(80).meta({ description: 'Your own number of them; unique' });

const operator = z.boolean().meta({
  description:
    'In whose name is delivered: tracking pages show name, phone and email. At most one; saying it of another moves it',
});

export const newParty = z
  .strictObject({
    id: id.optional().meta({ description: 'Made by the client when it must know it beforehand' }),
    kind: partyKind,
    name: line(200),
    email: email.optional(),
    phone: line(40).optional(),
    language: language.optional(),
    reference: reference.optional(),
    notes: line(2000).optional(),
    operator: operator.optional(),
  })
  .meta({ id: 'NewParty' });

export const partyPatch = z
  .strictObject({
    name: line(200).optional(),
    email: email.nullable().optional(),
    phone: line(40).nullable().optional(),
    language: language.nullable().optional(),
    reference: reference.nullable().optional(),
    notes: line(2000).nullable().optional(),
    operator: operator.optional(),
  })
  .meta({ id: 'PartyPatch' });

const time = z.iso.datetime();

export const party = z
  .strictObject({
    id,
    version: z.int(),
    kind: partyKind,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.string().nullable(),
    reference: z.string().nullable(),
    notes: z.string().nullable().meta({ description: 'For the office; null for others' }),
    operator: z.boolean().meta({ description: 'In whose name is delivered' }),
    archivedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Party', description: 'A person or a company' });

export const newMember = z
  .strictObject({ title: line(120).optional().meta({ description: 'What they are there, such as buyer' }) })
  .meta({ id: 'NewMember' });

export const member = z
  .strictObject({
    companyId: id,
    personId: id,
    name: z.string(),
    title: z.string().nullable(),
    since: time,
  })
  .meta({ id: 'Member', description: 'A person who belongs to a company' });
