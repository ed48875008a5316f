import type { DocumentType, Upload } from './queries/uploads.ts';
import { dataType } from './schema.ts';

/** A document that arrived whole. */
export interface FileRef {
  id: string;
  contentType: DocumentType;
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Undefined for what is no document, or not whole. */
export function refOf({ id, state, contentType, sizeBytes, sha256 }: Upload): FileRef | undefined {
  if (state !== 'complete' || contentType === dataType || !sha256) return undefined;
  return { id, contentType, sizeBytes, sha256: Buffer.from(sha256).toString('hex') };
}
