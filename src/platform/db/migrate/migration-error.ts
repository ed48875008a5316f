export type MigrationErrorCode =
  | 'MIGRATION_CHANGED'
  | 'MIGRATION_NAME'
  | 'MIGRATION_OUT_OF_ORDER'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_BLOCKED'
  | 'DATABASE_NEWER'
  | 'DATABASE_TOO_OLD'
  | 'DATABASE_LOST';

/** A reason why the database cannot be brought to this version; its message is one sentence for the operator. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'MigrationError';
    this.code = code;
  }
}
