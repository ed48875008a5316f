import type { FastifyRequest } from 'fastify';
import type { Parameters } from './rules/phones/osmand.ts';

export const FORM = 'application/x-www-form-urlencoded';
const MAX_FORM_BYTES = 16_384;

/** Parameters of the address, or of a form when the address has none. */
export async function parametersOf(
  request: FastifyRequest,
  query: Record<string, unknown>,
): Promise<Parameters> {
  const fromQuery: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) if (typeof value === 'string') fromQuery[name] = value;
  if (Object.keys(fromQuery).length > 0 || !request.headers['content-type']?.startsWith(FORM))
    return fromQuery;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.raw) {
    size += (chunk as Buffer).length;
    if (size > MAX_FORM_BYTES) return {};
    chunks.push(chunk as Buffer);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
}
