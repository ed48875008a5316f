import { ConfigError } from '../platform/config/config.ts';
import { EmbeddedPostgresError } from '../platform/db/embedded/start-embedded.ts';
import { MigrationError } from '../platform/db/migrate/migrate.ts';
import { SecretsError } from '../platform/secrets/secrets.ts';
import { Problem } from '../platform/errors/problem.ts';

/** A reason to end that its reader can do something about. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  constructor(sentence: string, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** One clear sentence for whatever ended the program, and what it says to scripts. */
export function explainFailure(error: unknown): { sentence: string; exitCode: number } {
  if (error instanceof CommandFailure) return { sentence: error.message, exitCode: error.exitCode };
  if (error instanceof ConfigError) return { sentence: error.message, exitCode: 2 };
  if (error instanceof EmbeddedPostgresError)
    return { sentence: error.message, exitCode: error.code === 'DATA_FOLDER_IN_USE' ? 3 : 1 };
  if (error instanceof MigrationError || error instanceof SecretsError || error instanceof Problem)
    return { sentence: error.message, exitCode: 1 };
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return {
      sentence: `Port ${port} is already in use. Stop the other program, or choose another port: --port ${(port ?? 3000) + 1}`,
      exitCode: 3,
    };
  if (code === 'EACCES' && port)
    return {
      sentence: `Port ${port} needs more rights than this user has; choose one above 1023 with --port.`,
      exitCode: 3,
    };
  if (code && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_)/.test(code))
    return {
      sentence: `The database does not answer${address ? ` at ${address}${port ? `:${port}` : ''}` : ''} (${code}). Check DATABASE_URL and that the server runs.`,
      exitCode: 1,
    };
  if (code && /^(28|3D)/.test(code))
    return {
      sentence: `The database refused the login (${(error as Error).message}). Check the user, password and name in DATABASE_URL.`,
      exitCode: 1,
    };
  return { sentence: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 1 };
}
