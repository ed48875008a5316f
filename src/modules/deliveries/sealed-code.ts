import type { Ports } from '../../platform/context.ts';
import type { EncryptedField } from '../../platform/secrets/encrypted-field.ts';
import type { Delivery } from './queries/deliveries.ts';

/** Who holds a backup must not be able to take parcels over. */
export const sealedCode = {
  table: 'deliveries.deliveries',
  column: 'proof_code',
  key: 'id',
} as const satisfies EncryptedField;

const placeOf = (row: string) => ({ table: sealedCode.table, column: sealedCode.column, row });

/** Six new digits for a delivery, sealed for its row. */
export const makeCode = ({ rng, secrets }: Pick<Ports, 'rng' | 'secrets'>, deliveryId: string): string =>
  secrets.seal(placeOf(deliveryId), String(rng.bytes(4).readUInt32BE() % 1_000_000).padStart(6, '0'));

/** What the recipient tells the driver at the door; null when nobody asked for it. */
export const openCode = async (
  { secrets }: Pick<Ports, 'secrets'>,
  { id, proofCode }: Pick<Delivery, 'id' | 'proofCode'>,
): Promise<string | null> => (proofCode === null ? null : secrets.open(placeOf(id), proofCode));
