import type { DocumentType } from '../queries/uploads.ts';

/** How many bytes of the beginning `sniff` looks at. */
export const sniffedBytes = 16;

/** What the bytes are, whatever they are said to be; undefined for all that is not taken. */
export function sniff(start: Uint8Array): DocumentType | undefined {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.length);
  const begins = (hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;
  if (begins('89504e470d0a1a0a') && begins('49484452', 12)) return 'image/png';
  if (begins('ffd8ff')) return 'image/jpeg';
  if (begins('52494646') && begins('57454250', 8)) return 'image/webp';
  if (begins('255044462d')) return 'application/pdf';
  return undefined;
}

export const extensionOf: Readonly<Record<DocumentType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};
