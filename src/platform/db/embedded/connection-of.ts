import { setTimeout as sleep } from 'node:timers/promises';
import { layoutOf, readSecrets } from './data-folder.ts';
import { explainFileError } from './errors.ts';
import { lockHolder } from './folder-lock.ts';
import { postmasterOf } from './process-identity.ts';
import { listeningOn, probe } from './server-process.ts';
import { loginOf } from './supervisor.ts';
import type { EmbeddedPostgres } from './start-embedded.ts';

const patienceMs = 15_000;

/**
 * Connection to the embedded server that another process runs in `folder` (`<data>/postgres`).
 * Waits while that process is just starting or restarting it.
 * @returns undefined when none runs
 * @throws EmbeddedPostgresError DATA_FOLDER_NOT_WRITABLE when this user may not read the password
 */
export async function connectionOf(folder: string): Promise<EmbeddedPostgres['connection'] | undefined> {
  const layout = layoutOf(folder);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const running = postmasterOf(layout.data) !== undefined;
    const place = running ? listeningOn(layout.data) : undefined;
    if (place !== undefined) {
      let secrets: ReturnType<typeof readSecrets>;
      try {
        secrets = readSecrets(layout);
      } catch (error) {
        throw explainFileError(error, layout.folder);
      }
      if (secrets !== undefined) {
        const login = loginOf(secrets.caravan, place.port, place.socketFolder);
        const answer = await probe(login);
        if (answer === 'ready') return { ...login, database: 'caravan' };
        if (answer === 'refused') return undefined;
      }
    }
    if (performance.now() > deadline) return undefined;
    if (!running && (await lockHolder(layout.folder)) === undefined) return undefined;
    await sleep(50);
  }
}
