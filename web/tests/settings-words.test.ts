import { expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config/config.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import words from '../words/settings/en.ts';

test('every setting is there to be translated, as the server says it, and none is left over', () => {
  const declared = loadConfig(configSections, {})
    .describe()
    .map(({ env, meaning }) => [env, meaning]);
  expect(declared.length).toBeGreaterThan(80);
  expect(words).toEqual(Object.fromEntries(declared));
});
