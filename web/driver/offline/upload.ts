import { ApiError, call, type HttpClient } from '../../../client/src/index.ts';
import type { OfflineDatabase } from './database.ts';
import type { DevicePorts } from './record.ts';
import type { StoredFile } from './model.ts';

export interface UploadOptions extends Pick<DevicePorts, 'newId'> {
  http: HttpClient;
  db: OfflineDatabase;
  /** Bytes in one request; a lost part is all that is sent again. */
  partBytes: number;
}

/** The bytes of a proof are not on the device: sending again will not help. */
export class FileMissing extends Error {
  override name = 'FileMissing';
}

/** Beyond so many, something on the way breaks what is sent; the driver is asked. */
const MAX_RESTARTS = 3;

/**
 * Brings the bytes of a proof to the server, from where an earlier try ended.
 * @returns the id of the complete upload
 * @throws FileMissing, ApiError when the server refuses the file itself; a network error when it is to be tried again
 */
export async function upload(fileId: string, options: UploadOptions): Promise<string> {
  for (let restarts = 0; ; restarts++) {
    const file = await options.db.get('files', fileId);
    if (!file) throw new FileMissing(`The file ${fileId} is not on this device any more.`);
    try {
      await sendParts(file, options);
      return file.uploadId;
    } catch (error) {
      if (!isGivenUp(error) || restarts >= MAX_RESTARTS) throw error;
      // The server has removed the half file, or another one came out on its side: begin anew.
      await options.db.put('files', { ...file, uploadId: options.newId() });
    }
  }
}

async function sendParts({ uploadId, contentType, bytes, sha256 }: StoredFile, options: UploadOptions) {
  const { http, partBytes } = options;
  const announced = await call(http, 'documents.startUpload', {
    body: { id: uploadId, contentType, sizeBytes: bytes.length, ...(sha256 && { sha256 }) },
    idempotencyKey: uploadId,
  });
  // A repeated announcement may be answered from memory; how far it is now is asked for.
  let { receivedBytes, maxPartBytes } = announced;
  if (bytes.length > partBytes || receivedBytes > 0)
    ({ receivedBytes, maxPartBytes } = await call(http, 'documents.getUpload', { path: { id: uploadId } }));
  while (receivedBytes < bytes.length) {
    const end = Math.min(bytes.length, receivedBytes + Math.min(partBytes, maxPartBytes));
    receivedBytes = await sendPart(http, uploadId, receivedBytes, bytes.subarray(receivedBytes, end));
  }
}

/** @returns how many bytes the server has now */
async function sendPart(
  http: HttpClient,
  uploadId: string,
  offset: number,
  part: Uint8Array,
): Promise<number> {
  try {
    const answer = await http.request<{ receivedBytes: number }>('PATCH', `/v1/uploads/${uploadId}`, {
      body: part,
      contentType: 'application/offset+octet-stream',
      headers: { 'upload-offset': String(offset) },
    });
    return answer.body.receivedBytes;
  } catch (error) {
    const { problem } = error as ApiError;
    // It has more than was known here: a part arrived whose answer was lost.
    if (problem?.code === 'upload_offset_wrong') return problem['receivedBytes'] as number;
    throw error;
  }
}

const isGivenUp = (error: unknown): boolean =>
  error instanceof ApiError &&
  ['upload_expired', 'upload_content_wrong', 'upload_exists', 'not_found'].includes(error.code);
