import { scopeOf, type Actor } from '../../platform/auth/actor.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { documentsErrors } from './errors.ts';
import { refOf, type FileRef } from './file-ref.ts';
import { findUpload, findUploadById } from './queries/uploads.ts';
import { dataType } from './schema.ts';

export { announceData } from './actions/announceData.ts';
export { discardUpload } from './actions/discardUpload.ts';
export { pathOfData } from './files.ts';
export { receivedOf } from './queries/uploads.ts';
export { sendFile } from './send-file.ts';

/**
 * The file that a request names, when it arrived whole and the actor sent it or may see all.
 * @throws not_found, upload_incomplete
 */
export async function requireUpload(
  sql: Queryable,
  id: string,
  actor: Actor,
  field = 'uploadId',
): Promise<FileRef> {
  const row = await findUpload(sql, id, { actor, scope: scopeOf(actor, 'upload:read') ?? 'own' });
  if (!row || row.contentType === dataType)
    throw platformErrors.not_found(`There is no upload ${id} of yours.`, {
      errors: [{ field, reason: 'names no upload of yours' }],
    });
  const file = refOf(row);
  if (!file)
    throw documentsErrors.upload_incomplete(`${row.receivedBytes} of ${row.sizeBytes} bytes have arrived.`, {
      errors: [{ field, reason: 'names an upload that is not complete' }],
    });
  return file;
}

/** A complete file by id, whoever asks: the caller has checked that they may. */
export async function getFile(sql: Queryable, id: string): Promise<FileRef | undefined> {
  const row = await findUploadById(sql, id);
  return row && refOf(row);
}
