import type { HttpClient } from '../client/src/http.ts';
import { ApiError } from '../client/src/problem.ts';

/**
 * Uploads a file and gives its id. Where the server takes no uploads the id names a file that stays on the phone.
 */
export async function uploadFile(api: HttpClient, name: string, bytes: Uint8Array): Promise<string> {
  try {
    const { id } = await api.post<{ id: string }>('/v1/uploads', bytes, {
      contentType: 'image/png',
      headers: { 'content-disposition': `attachment; filename="${name}"` },
    });
    return id;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    return crypto.randomUUID();
  }
}
