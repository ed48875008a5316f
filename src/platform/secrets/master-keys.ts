import { execFile } from 'node:child_process';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../config/config.ts';
import { dbConfig } from '../db/db-config.ts';
import type { Rng } from '../ports/rng.ts';
import { idOf, type Key } from './envelope.ts';
import { secretsConfig } from './secrets-config.ts';

/** A reason not to start, in one sentence for the operator. */
export class SecretsError extends Error {}

export interface MasterKeys {
  /** The first seals, all open. */
  keys: [Key, ...Key[]];
  /** Where they come from, in words. */
  source: string;
  /** Set when they stand in a file that this program may write. */
  file?: string;
}

const keyBytes = 32;
const commandTimeoutMs = 15_000;

/**
 * Reads the master keys from the settings: the keys themselves, a command, or a file.
 * @param mayMake whether a missing file may be made: not when the database was sealed before
 * @throws SecretsError
 */
export async function loadMasterKeys(config: Config, rng: Rng, mayMake: boolean): Promise<MasterKeys> {
  const { masterKeys, masterKeyCommand, masterKeyFile } = config.get(secretsConfig);
  if (masterKeys !== '')
    return {
      keys: parseKeys(masterKeys.replaceAll(',', '\n'), 'CARAVAN_MASTER_KEYS'),
      source: 'CARAVAN_MASTER_KEYS',
    };
  if (masterKeyCommand !== '') {
    const printed = await run(masterKeyCommand);
    return { keys: parseKeys(printed, 'What CARAVAN_MASTER_KEY_COMMAND prints'), source: masterKeyCommand };
  }
  const file = masterKeyFile || path.resolve(config.get(dbConfig).dataFolder, 'master.key');
  const text = (await read(file)) ?? (await make(file, rng, mayMake));
  return { keys: parseKeys(text, file), source: file, file };
}

/** Puts a new key in front of the others in the file, whole or not at all. */
export async function addMasterKey(file: string, rng: Rng): Promise<void> {
  const text = `${newKey(rng)}${(await read(file)) ?? ''}`;
  const fresh = `${file}.new`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, file);
}

function parseKeys(text: string, source: string): [Key, ...Key[]] {
  const keys = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const secret = Buffer.from(line, 'base64');
      if (secret.length !== keyBytes || !/^[\w+/=-]+$/.test(line))
        throw new SecretsError(
          `${source} must hold master keys of ${keyBytes} bytes in base64, one a line; make one with: openssl rand -base64 ${keyBytes}`,
        );
      return { id: idOf(secret), secret };
    });
  const [first, ...others] = keys;
  if (!first) throw new SecretsError(`${source} holds no master key.`);
  return [first, ...others];
}

async function read(file: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && mode & 0o077)
      throw new SecretsError(`Others may read the master key ${file}: chmod 600 ${file}`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    if (error instanceof SecretsError) throw error;
    throw new SecretsError(`The master key ${file} cannot be read (${(error as Error).message}).`, {
      cause: error,
    });
  }
}

/** Two processes may start at once on one folder: the first file stays. */
async function make(file: string, rng: Rng, mayMake: boolean): Promise<string> {
  if (!mayMake)
    throw new SecretsError(
      `The master key ${file} is missing, and this database was sealed with one: put it back from your backup, or name it by CARAVAN_MASTER_KEY_FILE.`,
    );
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${rng.bytes(6).toString('hex')}`;
  await writeFile(draft, newKey(rng), { mode: 0o600 });
  await link(draft, file).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await read(file))!;
}

const newKey = (rng: Rng): string => `${rng.bytes(keyBytes).toString('base64')}\n`;

async function run(command: string): Promise<string> {
  const [program, ...args] = command.split(/\s+/).filter(Boolean);
  try {
    const { stdout } = await promisify(execFile)(program!, args, { timeout: commandTimeoutMs });
    return stdout;
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    throw new SecretsError(`CARAVAN_MASTER_KEY_COMMAND failed (${String(code)}); it is: ${program}`, {
      cause,
    });
  }
}
