import { MigrationError } from './migration-error.ts';
import type { Migration } from './migration-files.ts';
import type { AppliedMigration } from './queries/applied-migrations.ts';

/**
 * Decides what is to be applied, from the program's files and the database's records.
 * @throws MigrationError MIGRATION_CHANGED, MIGRATION_OUT_OF_ORDER, DATABASE_NEWER
 */
export function pendingOf(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const records = new Map(applied.map((row) => [`${row.schema}/${row.file}`, row]));
  const known = new Set(migrations.map((migration) => migration.name));
  const schemas = new Set(migrations.map((migration) => migration.schema));
  const highest = new Map<string, string>();
  for (const row of applied) {
    if (row.file > (highest.get(row.schema) ?? '')) highest.set(row.schema, row.file);
  }

  // A schema that this program does not know at all belongs to a module that it does not run.
  const newer = applied.filter(
    (row) => schemas.has(row.schema) && !known.has(`${row.schema}/${row.file}`) && row.phase === 'contract',
  );
  if (newer.length > 0) {
    const names = newer.map((row) => `${row.schema}/${row.file}`).join(', ');
    throw new MigrationError(
      'DATABASE_NEWER',
      `The database was migrated by a newer Caravan (${names}) and this one cannot work on it; start the newer version, or restore a backup from before that migration.`,
    );
  }

  const pending: Migration[] = [];
  for (const migration of migrations) {
    const record = records.get(migration.name);
    if (record === undefined) {
      const last = highest.get(migration.schema) ?? '';
      const lastIsOurs = known.has(`${migration.schema}/${last}`);
      if (migration.file < last && lastIsOurs) {
        throw new MigrationError(
          'MIGRATION_OUT_OF_ORDER',
          `The migration ${migration.name} comes before ${migration.schema}/${last}, which is applied already; give it the next free number.`,
        );
      }
      pending.push(migration);
    } else if (record.checksum !== migration.checksum) {
      throw new MigrationError(
        'MIGRATION_CHANGED',
        `The migration ${migration.name} was changed after it had been applied; put the file back as it was and write a new one with the next number.`,
      );
    }
  }
  return pending;
}
