import type { z } from 'zod';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { documentsConfig } from '../config.ts';
import { documentsErrors } from '../errors.ts';
import { documentsEvents } from '../events.ts';
import { findUploadById, insertUpload, type Upload } from '../queries/uploads.ts';
import type { newUpload } from '../schema.ts';

/**
 * Announces a file. The same announcement with the same id gives the upload as it stands.
 * @throws upload_too_large, upload_exists
 */
export async function startUpload(
  tx: Transaction,
  order: z.output<typeof newUpload>,
  actor: Actor,
  ports: Ports,
): Promise<Upload> {
  const { uploadLimitBytes } = ports.config.get(documentsConfig);
  if (order.sizeBytes > uploadLimitBytes)
    throw documentsErrors.upload_too_large(`A file may have ${uploadLimitBytes} bytes at most.`, {
      errors: [{ field: 'sizeBytes', reason: `must be at most ${uploadLimitBytes}` }],
    });
  const { id = newId(ports), contentType, sizeBytes, sha256 } = order;
  const row = await insertAnnounced(tx, { id, contentType, sizeBytes, sha256 }, actor, ports);
  return row ?? same(await findUploadById(tx, id), order, actor);
}

/** Undefined when the id is taken. */
export async function insertAnnounced(
  tx: Transaction,
  file: { id: string; contentType: Upload['contentType']; sizeBytes: number; sha256?: string | undefined },
  actor: Actor,
  ports: Ports,
): Promise<Upload | undefined> {
  const { id, contentType, sizeBytes, sha256 } = file;
  const { uploadTtlSeconds } = ports.config.get(documentsConfig);
  const now = ports.clock.now();
  const row = await insertUpload(tx, {
    id,
    version: 1,
    state: 'receiving',
    contentType,
    sizeBytes,
    receivedBytes: 0,
    sha256: sha256 === undefined ? null : Buffer.from(sha256, 'hex'),
    createdBy: actor.id,
    partyId: actor.partyId,
    createdAt: now,
    updatedAt: now,
    expiresAt: new Date(now.getTime() + uploadTtlSeconds * 1000),
  });
  if (!row) return undefined;
  const event = {
    event: documentsEvents.uploadStarted,
    subject: { entity: 'upload', id },
    sequence: 1,
    actor,
    payload: { contentType, sizeBytes },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return row;
}

function same(known: Upload | undefined, order: z.output<typeof newUpload>, actor: Actor): Upload {
  const hash = known?.sha256 ? Buffer.from(known.sha256).toString('hex') : undefined;
  if (
    known?.createdBy === actor.id &&
    known.contentType === order.contentType &&
    known.sizeBytes === order.sizeBytes &&
    (order.sha256 === undefined || order.sha256 === hash)
  )
    return known;
  throw documentsErrors.upload_exists('Make a new id for another file.', {
    errors: [{ field: 'id', reason: 'is taken by another file' }],
  });
}
