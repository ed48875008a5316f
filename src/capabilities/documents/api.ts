import { scopeOf, type Actor } from '../../platform/auth/actor.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { documentsErrors } from './errors.ts';
import { findUpload, findUploadById, type Upload } from './queries/uploads.ts';

export { sendFile } from './send-file.ts';

/** A file that arrived whole. */
export interface FileRef {
  id: string;
  contentType: Upload['contentType'];
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
}

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
  if (!row)
    throw platformErrors.not_found(`There is no upload ${id} of yours.`, {
      errors: [{ field, reason: 'names no upload of yours' }],
    });
  if (row.state !== 'complete')
    throw documentsErrors.upload_incomplete(`${row.receivedBytes} of ${row.sizeBytes} bytes have arrived.`, {
      errors: [{ field, reason: 'names an upload that is not complete' }],
    });
  return refOf(row);
}

/** A complete file by id, whoever asks: the caller has checked that they may. */
export async function getFile(sql: Queryable, id: string): Promise<FileRef | undefined> {
  const row = await findUploadById(sql, id);
  return row?.state === 'complete' ? refOf(row) : undefined;
}

const refOf = ({ id, contentType, sizeBytes, sha256 }: Upload): FileRef => ({
  id,
  contentType,
  sizeBytes,
  sha256: Buffer.from(sha256!).toString('hex'),
});
