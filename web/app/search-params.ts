/** Addresses that people can read: `?state=ready,failed&q=bakery`. Every value arrives as text. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text.replace(/^\?/, '')));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== null && text !== '' && text !== false) params.set(name, String(text));
  }
  const shown = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return shown && `?${shown}`;
}
