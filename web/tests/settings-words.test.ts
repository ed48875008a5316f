import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import words from '../words/settings/en.ts';

test('every setting is there to be translated, as the server says it, and none is left over', () => {
  const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \|.*\| (.+) \|$/gm)].map(([, name, meaning]) => [
    name,
    meaning,
  ]);
  expect(rows.length).toBeGreaterThan(80);
  expect(words).toEqual(Object.fromEntries(rows));
});
