import { api, http, queryClient, type Schema } from '../app/api.ts';
import { ApiError } from '../../client/src/problem.ts';
import { nextPartBytes } from './part-size.ts';

type MapImport = Schema<'MapImport'>;

/** The file that this window sends. It goes on while its person looks at other screens. */
export interface Sending {
  importId: string;
  sentBytes: number;
  /** Over the last parts; undefined before the first. */
  bytesPerSecond: number | undefined;
  /** The network or the server is away; it goes on by itself. */
  lost: boolean;
  /** Why it ended without having arrived. */
  error: unknown;
}

const firstPartBytes = 512 * 1024;
const longestWaitMs = 8000;
const listeners = new Set<() => void>();
let sending: Sending | undefined;
let ending = new AbortController();

export const watchSending = (hear: () => void): (() => void) => {
  listeners.add(hear);
  return () => listeners.delete(hear);
};
export const sendingNow = (): Sending | undefined => sending;

function change(next: Sending | undefined): void {
  sending = next;
  for (const hear of listeners) hear();
}

export function stopSending(): void {
  ending.abort();
  change(undefined);
}

/** Announces the file, or finds what was announced before, and sends what is still missing. */
export async function sendFile(file: File): Promise<void> {
  const one = await api('geography.startMapImport', {
    body: { source: 'file', fileName: file.name, sizeBytes: file.size },
  });
  ending.abort();
  ending = new AbortController();
  change({
    importId: one.id,
    sentBytes: one.receivedBytes,
    bytesPerSecond: undefined,
    lost: false,
    error: undefined,
  });
  await refresh();
  void sendAll(one, file, ending.signal);
}

const refresh = () => queryClient.invalidateQueries({ queryKey: ['setup', 'imports'] });

async function sendAll(one: MapImport, file: File, signal: AbortSignal): Promise<void> {
  addEventListener('beforeunload', askToStay);
  try {
    await sendParts(one, file, signal);
    if (!signal.aborted) change(undefined);
  } catch (error) {
    if (!signal.aborted && sending) change({ ...sending, error });
  } finally {
    removeEventListener('beforeunload', askToStay);
    await refresh();
  }
}

/** A reload would end the sending; the parts that arrived stay. */
const askToStay = (event: BeforeUnloadEvent): void => event.preventDefault();

async function sendParts(
  { uploadId, receivedBytes }: MapImport,
  file: File,
  signal: AbortSignal,
): Promise<void> {
  let offset = receivedBytes;
  let partBytes = firstPartBytes;
  let waitMs = 500;
  while (uploadId && offset < file.size && !signal.aborted) {
    const startedMs = performance.now();
    try {
      const part = await file.slice(offset, offset + partBytes).arrayBuffer();
      const { body } = await http.request<Schema<'Upload'>>('PATCH', `/v1/uploads/${uploadId}`, {
        body: new Uint8Array(part),
        contentType: 'application/octet-stream',
        headers: { 'upload-offset': String(offset) },
      });
      const seconds = (performance.now() - startedMs) / 1000;
      partBytes = Math.min(nextPartBytes(partBytes, seconds), body.maxPartBytes);
      offset = body.receivedBytes;
      waitMs = 500;
      progress(offset, part.byteLength / seconds, signal);
    } catch (error) {
      if (signal.aborted) return;
      // The part had arrived, and the answer was lost.
      const arrived = error instanceof ApiError ? arrivedBytes(error) : undefined;
      if (arrived !== undefined) offset = arrived;
      else if (error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
      else {
        if (sending) change({ ...sending, lost: true, bytesPerSecond: undefined });
        partBytes = nextPartBytes(partBytes, Infinity);
        await untilOnline(waitMs, signal);
        waitMs = Math.min(longestWaitMs, waitMs * 2);
      }
    }
  }
}

function arrivedBytes({ code, problem }: ApiError): number | undefined {
  const { receivedBytes } = problem as { receivedBytes?: unknown };
  return code === 'upload_offset_wrong' && typeof receivedBytes === 'number' ? receivedBytes : undefined;
}

function progress(sentBytes: number, bytesPerSecond: number, signal: AbortSignal): void {
  if (signal.aborted || !sending) return;
  const before = sending.bytesPerSecond ?? bytesPerSecond;
  change({ ...sending, sentBytes, lost: false, bytesPerSecond: 0.7 * before + 0.3 * bytesPerSecond });
}

function untilOnline(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, waitMs);
    addEventListener('online', go);
    signal.addEventListener('abort', go, { once: true });
  });
}
