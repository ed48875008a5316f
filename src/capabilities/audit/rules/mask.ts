/** Names that stand for secrets in any request or row, whoever declares them. */
const secretNames =
  /password|passphrase|secret|token|signature|authorization|cookie|credential|challenge|verifier|assertion/i;
/** A postcode is none. */
const secretWords = /^(code|seed|hash)$|[a-z]Code$/;

/** The same names come again and again. */
const known = new Map<string, boolean>();

function isSecret(name: string): boolean {
  let secret = known.get(name);
  if (secret === undefined) {
    secret = secretNames.test(name) || secretWords.test(name);
    if (known.size < 10_000) known.set(name, secret);
  }
  return secret;
}

const hidden = '***';
const deepest = 6;
const longestList = 20;
const longestText = 300;

/**
 * A copy that may be kept for years: secrets and what modules call sensitive become `***`, long texts and lists are
 * cut. Null stays null, so that one sees whether there was something.
 */
export function mask(value: unknown, sensitive: ReadonlySet<string>, depth = 0): unknown {
  if (typeof value === 'string') return storable(cut(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map((item) => mask(item, sensitive, depth + 1));
    return value.length > longestList ? [...items, `… ${value.length - longestList} more`] : items;
  }
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const hide = member !== null && member !== undefined && (isSecret(name) || sensitive.has(name));
    copy[name] = hide ? hidden : mask(member, sensitive, depth + 1);
  }
  return copy;
}

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;

/** The database takes no NUL and no half of a surrogate pair; a query may hold them. */
const storable = (text: string): string =>
  text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\u{fffd}');

/** Every value hidden; which fields there are stays to be seen. */
export function maskAll(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value === null ? null : hidden;
  if (Array.isArray(value)) return value.map(maskAll);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskAll(member)]));
}
