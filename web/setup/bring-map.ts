import { api, http, type Schema } from '../app/api.ts';
import { ApiError } from '../../client/src/problem.ts';

export type MapImport = Schema<'MapImport'>;

const partBytes = 4 * 1024 * 1024;
const askAgainMs = 1000;

/** Sends a file in parts and waits until it is a map, or says why it is none. A part that got lost is sent again. */
export async function bringFile(file: File, onChange: (now: MapImport) => void): Promise<MapImport> {
  let now = await api('geography.startMapImport', {
    body: { source: 'file', fileName: file.name, sizeBytes: file.size },
  });
  onChange(now);
  while (now.state === 'receiving') {
    now = await sendPart(now, file);
    onChange(now);
  }
  return waitFor(now, onChange);
}

export async function bringDemo(onChange: (now: MapImport) => void): Promise<MapImport> {
  return waitFor(await api('geography.startMapImport', { body: { source: 'demo' } }), onChange);
}

async function sendPart({ id, receivedBytes }: MapImport, file: File): Promise<MapImport> {
  const part = await file.slice(receivedBytes, receivedBytes + partBytes).arrayBuffer();
  try {
    const answer = await http.request<MapImport>('PATCH', `/v1/map-imports/${id}`, {
      body: new Uint8Array(part),
      contentType: 'application/octet-stream',
      headers: { 'upload-offset': String(receivedBytes) },
    });
    return answer.body;
  } catch (error) {
    // It had arrived, and the answer was lost.
    if (error instanceof ApiError && error.code === 'map_part_wrong')
      return api('geography.getMapImport', { path: { id } });
    throw error;
  }
}

async function waitFor(begun: MapImport, onChange: (now: MapImport) => void): Promise<MapImport> {
  let now = begun;
  onChange(now);
  while (now.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    now = await api('geography.getMapImport', { path: { id: now.id } });
    onChange(now);
  }
  return now;
}
