import type { z } from 'zod';
import type { Upload } from '../queries/uploads.ts';
import type { upload } from '../schema.ts';

export function showUpload(
  row: Upload,
  { chunkLimitBytes }: { chunkLimitBytes: number },
): z.output<typeof upload> {
  const { id, state, contentType, sizeBytes, receivedBytes } = row;
  return {
    id,
    state,
    contentType,
    sizeBytes,
    receivedBytes,
    sha256: row.sha256 && Buffer.from(row.sha256).toString('hex'),
    maxPartBytes: chunkLimitBytes,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The headers by which clients of the tus protocol find their place. */
export const offsetHeaders = ({ receivedBytes, sizeBytes }: Upload): Record<string, string> => ({
  'upload-offset': String(receivedBytes),
  'upload-length': String(sizeBytes),
});
