import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import words from '../words/rights/en.ts';

test('every permission has a name that people understand, and no name is left over', () => {
  const page = readFileSync(new URL('../../docs/reference/permissions.md', import.meta.url), 'utf8');
  const declared = [...page.matchAll(/^\| `([a-z-]+:[a-z-]+)` \|/gm)].map(([, name]) => name);
  const named = Object.keys(words).filter((key) => key.includes(':'));
  expect(declared.length).toBeGreaterThan(50);
  expect(named.sort()).toEqual(declared.sort());
});
