import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { jobs, routes, subscribers } from '../src/roles/catalogue.ts';
import { manifests } from '../src/roles/modules.ts';
import { fileLength, fileNames, longFiles, platformWithoutBusiness } from './architecture/file-rules.ts';
import { environmentOnlyInConfig, importDirection } from './architecture/import-rules.ts';
import { isTypeScript, parse, readRepository, type Violation } from './architecture/source-tree.ts';
import { columnsListed, ownTablesOnly, sqlInQueriesOnly } from './architecture/sql-rules.ts';
import { permissionsDeclared, wireNames } from './architecture/wire-rules.ts';

/** The rules of ARCHITECTURE.md on the repository as it is. That each can go red is shown in architecture/. */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const files = readRepository(root);
const parsed = files.filter(isTypeScript).map(parse);
const withMigrations = [...parsed, ...files.filter((file) => file.path.endsWith('.sql'))];
const registered = { manifests, routes, jobs, subscribers };

const shown = (violations: Violation[]): string[] =>
  violations.map(({ file, line, sentence }) => `${file}:${line} ${sentence}`);

describe('the house', () => {
  test('imports point one way and go through the doors', () => {
    expect(shown(importDirection(parsed))).toEqual([]);
  });
  test('the platform has no business word', () => {
    expect(shown(platformWithoutBusiness(parsed))).toEqual([]);
  });
  test('SQL names tables of its own schema only', () => {
    expect(shown(ownTablesOnly(withMigrations))).toEqual([]);
  });
  test('SQL stands in queries/ and migrations/', () => {
    expect(shown(sqlInQueriesOnly(parsed))).toEqual([]);
  });
  test('SQL lists its columns', () => {
    expect(shown(columnsListed(withMigrations))).toEqual([]);
  });
  test('the environment is read in config/ only', () => {
    expect(shown(environmentOnlyInConfig(parsed))).toEqual([]);
  });
  test('no file is longer than 400 lines', () => {
    const long = longFiles(files);
    if (long.length > 0) console.warn(`Longer than 250 lines, worth splitting:\n  ${long.join('\n  ')}`);
    expect(shown(fileLength(files))).toEqual([]);
  });
  test('files are named as their folder asks', () => {
    expect(shown(fileNames(files))).toEqual([]);
  });
  test('the name on the wire is the path on disk', () => {
    expect(shown(wireNames(registered, files))).toEqual([]);
  });
  test('each route declares a permission, or says why it is public', () => {
    expect(shown(permissionsDeclared(registered))).toEqual([]);
  });
});
