import type { Context } from '../../platform/context.ts';
import type { EncryptedField } from '../../platform/secrets/encrypted-field.ts';
import type { Party } from './queries/parties.ts';

/** What the office writes about someone is for the office: it is sealed at rest. Nothing searches in it. */
export const sealedNotes = {
  table: 'parties.parties',
  column: 'notes',
  key: 'id',
} as const satisfies EncryptedField;

type Sealed = Pick<Context, 'secrets'>;

const placeOf = (row: string) => ({ table: sealedNotes.table, column: sealedNotes.column, row });

export const sealNotes = ({ secrets }: Sealed, id: string, notes: string | null): string | null =>
  notes === null ? null : secrets.seal(placeOf(id), notes);

/** The row with its notes in the clear. */
export async function openNotes({ secrets }: Sealed, row: Party): Promise<Party> {
  return row.notes === null ? row : { ...row, notes: await secrets.open(placeOf(row.id), row.notes) };
}
