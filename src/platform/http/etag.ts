import { hash } from 'node:crypto';

/** The tag of one version of an entity, for If-Match. */
export const versionTag = (version: number): string => `"v${version}"`;

/** A weak tag of what is sent, for If-None-Match on lists. */
export function contentTag(payload: string | Buffer): string {
  return `W/"${hash('sha1', payload, 'base64url').slice(0, 16)}"`;
}

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Weak comparison, as RFC 9110 asks for If-None-Match. */
export function matches(header: string | undefined, tag: string): boolean {
  if (!header) return false;
  return header.trim() === '*' || header.split(',').some((candidate) => opaque(candidate) === opaque(tag));
}

/** The version named by If-Match; undefined without the header or for `*`, NaN for a tag that no version has. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (!ifMatch || ifMatch.trim() === '*') return undefined;
  const match = /^\s*(?:W\/)?"v(\d{1,15})"\s*$/.exec(ifMatch);
  return match ? Number(match[1]) : Number.NaN;
}
