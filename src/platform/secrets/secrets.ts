import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import type { Rng } from '../ports/rng.ts';
import { idOf, keyIdOf, openWith, sealWith, SealBroken, type Key, type Place } from './envelope.ts';
import { addMasterKey, loadMasterKeys, SecretsError, type MasterKeys } from './master-keys.ts';
import {
  changeActiveDataKey,
  insertFirstDataKey,
  listDataKeys,
  setWrapped,
  type DataKey,
} from './queries/data-keys.ts';

export { SecretsError } from './master-keys.ts';
export { SealBroken, type Place } from './envelope.ts';

/** Seals fields of rows with data keys that stand in the database, themselves sealed by a master key outside it. */
export interface Secrets {
  /** Reads the keys; before it nothing can be sealed. The first call ever makes them. @throws SecretsError */
  load(): Promise<void>;
  /** `v1.<key id>.…`, for a column of type text. Opens only in the same table, column and row. */
  seal(place: Place, plain: string | Uint8Array): string;
  /** The same for a column of type bytea. */
  sealBytes(place: Place, plain: string | Uint8Array): Buffer;
  /** What was sealed, as text. A text that nobody sealed, from before the column was, is given as it is. */
  open(place: Place, sealed: string): Promise<string>;
  /** The same as bytes, from a column of type text or bytea. @throws SealBroken */
  openBytes(place: Place, sealed: string | Uint8Array): Promise<Buffer>;
  /** The key that seals now. */
  activeKeyId(): string;
  /** Reads the keys again: another process may have made a new one. */
  refresh(): Promise<void>;
  /** Makes a new key; every process seals with it within `keyRefreshMs`. */
  addKey(): Promise<string>;
  /** Seals every data key with the first master key, so that the others can be thrown away. Gives their number. */
  rewrap(): Promise<number>;
  /** Puts a new master key into the file that holds them. @throws SecretsError when they do not come from a file */
  addMasterKey(): Promise<string>;
  describe(): { source: string; masterKeyIds: string[] };
}

/** How old a process's knowledge of the keys may be before a use looks again. */
export const keyRefreshMs = 2000;

export function openSecrets({
  config,
  db,
  rng,
}: {
  config: Config;
  db: Pick<Database, 'sql' | 'transaction'>;
  rng: Rng;
}): Secrets {
  let master: MasterKeys | undefined;
  let active: Key | undefined;
  const known = new Map<string, Key>();
  let readAtMs = 0;
  let reading: Promise<void> | undefined;

  function unwrap({ id, wrapped }: DataKey, { keys, source }: MasterKeys): Key {
    const masterId = keyIdOf(wrapped);
    const opener = keys.find((key) => key.id === masterId);
    if (!opener)
      throw new SecretsError(
        `The data of this database is sealed with the master key ${masterId}, and ${source} holds only ${keys.map((key) => key.id).join(', ')}: put the right one there.`,
      );
    return { id, secret: openWith(opener, placeOf(id), wrapped) };
  }

  const wrap = (key: Key) => ({
    id: key.id,
    wrapped: sealWith(master!.keys[0], placeOf(key.id), key.secret, iv()),
  });
  const iv = () => Buffer.from(rng.bytes(12));
  const fresh = (): Key => {
    const secret = Buffer.from(rng.bytes(32));
    return { id: idOf(secret), secret };
  };

  async function read(): Promise<void> {
    const rows = await listDataKeys(db.sql);
    const unknown = rows.filter(({ id }) => !known.has(id));
    // A master key that came while this process ran.
    if (unknown.some(({ wrapped }) => !holds(master!, wrapped)))
      master = await loadMasterKeys(config, rng, false);
    for (const row of unknown) known.set(row.id, unwrap(row, master!));
    active = known.get(rows.find(({ state }) => state === 'active')?.id ?? '');
    readAtMs = performance.now();
  }
  const refresh = () =>
    (reading ??= read().finally(() => {
      reading = undefined;
    }));

  function sealer(): Key {
    if (!active) throw new Error('Secrets are used before they were loaded');
    // Not awaited: the old key still opens everywhere. What it seals meanwhile the rotation finds.
    if (performance.now() - readAtMs > keyRefreshMs) refresh().catch(() => {});
    return active;
  }

  const secrets: Secrets = {
    async load() {
      const rows = await listDataKeys(db.sql);
      master = await loadMasterKeys(config, rng, rows.length === 0);
      if (rows.length === 0) await insertFirstDataKey(db.sql, wrap(fresh()));
      await read();
    },
    seal: (place, plain) =>
      sealWith(sealer(), place, typeof plain === 'string' ? Buffer.from(plain) : plain, iv()),
    sealBytes: (place, plain) => Buffer.from(secrets.seal(place, plain)),
    open: async (place, sealed) => (await secrets.openBytes(place, sealed)).toString(),
    async openBytes(place, given) {
      const sealed = typeof given === 'string' ? given : Buffer.from(given).toString('latin1');
      const keyId = keyIdOf(sealed);
      if (!master && keyId !== undefined) await secrets.load();
      if (keyId === undefined) return Buffer.from(given as string);
      if (!known.has(keyId)) await refresh();
      const key = known.get(keyId);
      if (!key) throw new SealBroken(`No key ${keyId} is known, which ${place.table}.${place.column} names.`);
      return openWith(key, place, sealed);
    },
    activeKeyId: () => sealer().id,
    refresh,
    async addKey() {
      const key = fresh();
      await db.transaction((tx) => changeActiveDataKey(tx, wrap(key)));
      await refresh();
      return key.id;
    },
    async rewrap() {
      await refresh();
      const all = [...known.values()];
      await db.transaction(async (tx) => {
        for (const key of all) await setWrapped(tx, wrap(key));
      });
      return all.length;
    },
    async addMasterKey() {
      const { file, source } = master!;
      if (!file)
        throw new SecretsError(
          `The master keys come from ${source}: put the new one first there, the old ones behind it, and run: caravan keys rewrap`,
        );
      await addMasterKey(file, rng);
      master = await loadMasterKeys(config, rng, false);
      return master.keys[0].id;
    },
    describe: () => ({ source: master!.source, masterKeyIds: master!.keys.map(({ id }) => id) }),
  };
  return secrets;
}

const holds = ({ keys }: MasterKeys, wrapped: string): boolean =>
  keys.some(({ id }) => id === keyIdOf(wrapped));

const placeOf = (id: string): Place => ({ table: 'platform.data_keys', column: 'wrapped', row: id });
