/** A provider's place in addresses. */
export const oidcProviderPattern = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Where to go on after a sign-in: a path of this host and nothing else. What a browser could read as another host, such
 * as `//host`, `/\host` or one with control characters, becomes `/`.
 */
export function safeReturnPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) return '/';
  return wanted;
}

/** `path` with more parameters in its query. */
export function withQuery(path: string, parameters: Record<string, string>): string {
  const url = new URL(path, 'http://localhost');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}
