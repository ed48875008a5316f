import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MigrationError } from './migration-error.ts';
import { type Statement, splitStatements } from './split-statements.ts';

/** The numbered SQL files (NNNN-name.sql) of one module or capability, and the PostgreSQL schema that it owns. */
export interface MigrationSet {
  schema: string;
  folder: URL;
}

export interface Migration {
  schema: string;
  file: string;
  /** `schema/file`, as people are told of it. */
  name: string;
  /** SHA-256 of the text with LF line ends, so that a checkout with CRLF is the same migration. */
  checksum: string;
  /** Whether an older version of the program can live with it. */
  phase: 'expand' | 'contract';
  transactional: boolean;
  statements: Statement[];
}

const fileName = /^\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/;
const schemaName = /^[a-z][a-z0-9_]*$/;

/** @throws MigrationError MIGRATION_NAME */
export function readMigrations(sets: MigrationSet[]): Migration[] {
  return sets.flatMap(({ schema, folder }) => {
    if (!schemaName.test(schema)) {
      throw new MigrationError(
        'MIGRATION_NAME',
        `The schema name ${schema} of a migration set is not lower snake case`,
      );
    }
    const path = fileURLToPath(folder);
    if (!existsSync(path)) return [];
    const files = readdirSync(path)
      .filter((file) => file.endsWith('.sql'))
      .sort();
    files.forEach((file, index) => {
      if (!fileName.test(file)) {
        throw new MigrationError(
          'MIGRATION_NAME',
          `The migration ${schema}/${file} must be named like 0001-what-it-does.sql`,
        );
      }
      const before = files[index - 1];
      if (before !== undefined && before.slice(0, 4) === file.slice(0, 4)) {
        throw new MigrationError(
          'MIGRATION_NAME',
          `The migrations ${schema}/${before} and ${schema}/${file} have the same number; give the later one the next number.`,
        );
      }
    });
    return files.map((file) =>
      parseMigration(schema, file, readFileSync(`${path.replace(/\/$/, '')}/${file}`, 'utf8')),
    );
  });
}

function parseMigration(schema: string, file: string, source: string): Migration {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const header = /^(?:--[^\n]*\n|[ \t]*\n)*/.exec(text)?.[0] ?? '';
  const marks = new Set(header.split('\n').map((line) => line.replace(/^--\s*/, '').trim()));
  const name = `${schema}/${file}`;
  const statements = splitStatements(text);
  for (const { text: statement, line } of statements) {
    // The search path begins with the module's own schema, where no other module would find the extension.
    if (/^create\s+extension\b/i.test(statement) && !/\bschema\s+public\b/i.test(statement)) {
      throw new MigrationError(
        'MIGRATION_FAILED',
        `The migration ${name} line ${line} must create the extension WITH SCHEMA public, for all modules share it.`,
      );
    }
    if (/^(begin|commit|rollback|start\s+transaction)\b/i.test(statement)) {
      throw new MigrationError(
        'MIGRATION_FAILED',
        `The migration ${name} line ${line} must not control transactions itself.`,
      );
    }
  }
  return {
    schema,
    file,
    name,
    checksum: createHash('sha256').update(text).digest('hex'),
    phase: marks.has('expand') ? 'expand' : 'contract',
    transactional: !marks.has('no-transaction'),
    statements,
  };
}
