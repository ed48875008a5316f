import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { dataType } from '../schema.ts';
import { insertAnnounced } from './startUpload.ts';

/**
 * Announces data that the calling room reads itself, of any size: the caller has checked that it may be so large. Its
 * parts come as those of every upload, from this actor alone; `documents.dataCompleted` says that it is whole,
 * `documents.uploadExpired` that it was given up.
 * @returns the id of the upload
 */
export async function announceData(
  tx: Transaction,
  sizeBytes: number,
  actor: Actor,
  ports: Ports,
): Promise<string> {
  const id = newId(ports);
  await insertAnnounced(tx, { id, contentType: dataType, sizeBytes }, actor, ports);
  return id;
}
