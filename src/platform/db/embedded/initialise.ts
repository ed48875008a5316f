import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Layout, Secrets } from './data-folder.ts';
import { diskFull, EmbeddedPostgresError, explainFileError } from './errors.ts';
import { type RunAs, commandAs, giveTo } from './run-as.ts';

export interface Toolbox {
  layout: Layout;
  binaries: Binaries;
  runAs: RunAs;
}

export function serverEnvironment(binaries: Binaries): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...binaries.environment };
}

/** Makes the cluster in a folder beside its place and renames it: an interruption leaves nothing that looks whole. */
export async function initialise(tools: Toolbox, secrets: Secrets): Promise<void> {
  const { layout, binaries, runAs } = tools;
  const fresh = join(layout.folder, `data.new-${randomUUID()}`);
  try {
    mkdirSync(fresh, { mode: 0o700 });
    giveTo(runAs, fresh);
    // The password file would have to be readable by the server's user: passwords are set through stdin below.
    await run(tools, binaries.initdb, [
      '--pgdata',
      fresh,
      '--username=postgres',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--auth=trust',
    ]);
    await runAlone(tools, fresh, [
      'CREATE EXTENSION pg_stat_statements',
      'CREATE ROLE caravan LOGIN CREATEDB',
      'GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO caravan',
      ...passwordStatements(secrets),
      'CREATE DATABASE caravan OWNER caravan',
    ]);
    chmodSync(fresh, 0o700);
    rmSync(layout.data, { recursive: true, force: true });
    renameSync(fresh, layout.data);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw explainFileError(error, layout.folder);
  }
}

/** Sets new passwords in a stopped cluster whose secrets file was lost. */
export async function resetPasswords(tools: Toolbox, secrets: Secrets): Promise<void> {
  await runAlone(tools, tools.layout.data, passwordStatements(secrets));
}

const passwordStatements = (secrets: Secrets): string[] => [
  `ALTER ROLE caravan PASSWORD '${secrets.caravan}'`,
  `ALTER ROLE postgres PASSWORD '${secrets.postgres}'`,
];

/** PostgreSQL's single-user mode: one statement a line, no network, superuser, no password. */
async function runAlone(tools: Toolbox, data: string, statements: string[]): Promise<void> {
  const args = ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_checkpoints=off', 'template1'];
  await run(tools, tools.binaries.postgres, args, `${statements.join('\n')}\n`);
}

function run(tools: Toolbox, file: string, args: string[], input = ''): Promise<void> {
  const { layout, binaries, runAs } = tools;
  const command = commandAs(runAs, file, args);
  return new Promise((fulfil, reject) => {
    const child = spawn(command.file, command.arguments, {
      cwd: '/',
      env: serverEnvironment(binaries),
      uid: command.uid,
      gid: command.gid,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-8_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => reject(cannotExecute(file, error)));
    child.on('close', (code, signalName) => {
      if (code === 0) return fulfil();
      if (/No space left on device/.test(output)) return reject(diskFull(layout.folder));
      const reason = lastProblem(output) ?? `it ended with ${signalName ?? `code ${code}`}`;
      reject(
        new EmbeddedPostgresError(
          'START_FAILED',
          `PostgreSQL could not be set up in ${layout.folder}: ${reason}`,
        ),
      );
    });
  });
}

export function cannotExecute(file: string, error: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'PLATFORM_NOT_SUPPORTED',
    `The embedded PostgreSQL ${file} cannot be executed here (${error.message}); it needs a system with glibc, or set DATABASE_URL to a PostgreSQL server.`,
    { cause: error },
  );
}

/** The last line in which PostgreSQL or initdb says what went wrong. */
export function lastProblem(output: string): string | undefined {
  return output
    .split('\n')
    .map((line) => /(?:PANIC|FATAL|ERROR|error): .*$/.exec(line)?.[0].replace(/\s+/g, ' '))
    .filter((line) => line !== undefined)
    .at(-1);
}
