/** Names that stand for secrets in any request or row, whoever declares them. */
const secretNames =
  /password|passphrase|secret|token|signature|authorization|cookie|credential|challenge|verifier|assertion|^(code|seed|hash)$|Code$/i;

const hidden = '***';
const deepest = 6;
const longestList = 20;
const longestText = 300;

/**
 * A copy that may be kept for years: secrets and what modules call sensitive become `***`, long texts and lists are
 * cut. Null stays null, so that one sees whether there was something.
 */
export function mask(value: unknown, sensitive: ReadonlySet<string>, depth = 0): unknown {
  if (typeof value === 'string')
    return value.length > longestText
      ? `${value.slice(0, longestText)}… (${value.length} characters)`
      : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map((item) => mask(item, sensitive, depth + 1));
    return value.length > longestList ? [...items, `… ${value.length - longestList} more`] : items;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      (secretNames.test(name) || sensitive.has(name)) && member !== null && member !== undefined
        ? hidden
        : mask(member, sensitive, depth + 1),
    ]),
  );
}

/** Every value hidden; which fields there are stays to be seen. */
export function maskAll(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value === null ? null : hidden;
  if (Array.isArray(value)) return value.map(maskAll);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskAll(member)]));
}
