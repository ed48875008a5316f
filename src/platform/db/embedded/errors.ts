export type EmbeddedPostgresErrorCode =
  | 'DATA_FOLDER_IN_USE'
  | 'DATA_FOLDER_VERSION'
  | 'DATA_FOLDER_NOT_WRITABLE'
  | 'DATA_FOLDER_DAMAGED'
  | 'PARENT_NOT_TRAVERSABLE'
  | 'PLATFORM_NOT_SUPPORTED'
  | 'DISK_FULL'
  | 'START_FAILED'
  | 'START_TIMEOUT';

/** A reason why the embedded PostgreSQL cannot run; its message is one sentence for the operator. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

export function errorCodeOf(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Turns what the file system answered into a sentence that names the folder; other errors pass unchanged. */
export function explainFileError(error: unknown, folder: string): unknown {
  const code = errorCodeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new EmbeddedPostgresError(
      'DATA_FOLDER_NOT_WRITABLE',
      `The data folder ${folder} cannot be written by ${whoAmI()} (${code}); give that user the folder or choose another with --data.`,
      { cause: error },
    );
  }
  return error;
}

export function diskFull(folder: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DISK_FULL',
    `The disk that holds ${folder} is full; free some space there and start again, nothing that was acknowledged is lost.`,
    { cause },
  );
}

export function whoAmI(): string {
  const uid = process.geteuid?.();
  return uid === undefined ? 'this user' : uid === 0 ? 'root' : `user ${uid}`;
}
