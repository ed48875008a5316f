import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/platform/db/embedded/start-embedded.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A server that nobody else uses: the oldest open transaction anywhere on it decides what a subscriber sees. */
export async function startOwnServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'caravan-interleaving-'));
  const server = await startEmbedded({
    folder: join(folder, 'postgres'),
    log: quiet,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' },
  });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
