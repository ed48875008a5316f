import { expect, test } from 'vitest';
import { permissionCatalogue } from '../../src/platform/auth/permissions.ts';
import { manifests } from '../../src/roles/modules.ts';
import words from '../words/rights/en.ts';

test('every permission has a name that people understand, and no name is left over', () => {
  const named = Object.keys(words).filter((key) => key.includes(':'));
  expect(named.sort()).toEqual(Object.keys(permissionCatalogue(manifests)).sort());
});
