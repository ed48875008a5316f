import { scopeOf, type Actor } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { documentsErrors } from './errors.ts';
import { filesOf } from './files.ts';
import { findUpload, type Upload } from './queries/uploads.ts';

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
  const { contentType, sizeBytes, sha256 } = row;
  return { id, contentType, sizeBytes, sha256: Buffer.from(sha256!).toString('hex') };
}

/** The bytes of a file whose permission the caller has checked. */
export const readFile = (
  ctx: Pick<Context, 'config'>,
  { id }: Pick<FileRef, 'id'>,
): AsyncIterable<Uint8Array> => filesOf(ctx).read(id);
