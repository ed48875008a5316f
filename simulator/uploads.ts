import type { HttpClient } from '../client/src/http.ts';
import { ApiError } from '../client/src/problem.ts';

interface Upload {
  id: string;
  state: 'receiving' | 'complete';
  receivedBytes: number;
  maxPartBytes: number;
}

/** Uploads a file in parts, as a phone does, and gives its id. */
export async function uploadFile(
  api: HttpClient,
  contentType: 'image/png' | 'image/jpeg',
  bytes: Uint8Array,
): Promise<string> {
  let upload = await api.post<Upload>('/v1/uploads', { contentType, sizeBytes: bytes.length });
  while (upload.state === 'receiving') {
    const from = upload.receivedBytes;
    upload = await api
      .patch<Upload>(`/v1/uploads/${upload.id}`, bytes.subarray(from, from + upload.maxPartBytes), {
        contentType: 'application/offset+octet-stream',
        headers: { 'upload-offset': String(from) },
      })
      .catch((error: unknown) => {
        // The part arrived, but its answer was lost on the way.
        if (error instanceof ApiError && error.code === 'upload_offset_wrong')
          return api.get<Upload>(`/v1/uploads/${upload.id}`);
        throw error;
      });
  }
  return upload.id;
}
