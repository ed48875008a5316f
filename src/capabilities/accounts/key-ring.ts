import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import { accountsConfig } from './config.ts';
import {
  dropTokenKeysBefore,
  insertTokenKey,
  listTokenKeys,
  lockTokenKeys,
  reserveTokenKey,
  retireTokenKeys,
  type StoredKey,
} from './queries/token-keys.ts';

type Ports = Pick<Context, 'db' | 'rng' | 'clock' | 'config' | 'secrets'>;

export interface RingKey {
  id: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
  signsFromMs: number;
  reservedUntilMs: number;
  expiresAtMs: number;
}

export interface KeyRing {
  /** The key that signs now; kept for tokens of up to `ttlSeconds` when it is asked for longer ones than usual. */
  signer(ttlSeconds: number): Promise<RingKey>;
  /** The key of that id while it verifies; undefined at once when it is not known and was looked for just now. */
  verifier(id: string): RingKey | undefined | Promise<RingKey | undefined>;
  /** All that verify, also those that will sign soon. */
  published(): Promise<readonly RingKey[]>;
}

/** Time in which every process learns of a new key before it signs. */
const announcementSeconds = 300;
const reloadMs = 60_000;
const searchMs = 1000;
const leewaySeconds = 60;
const reserveStepMs = 86_400_000;

/** PKCS #8 of an Ed25519 key is this and 32 bytes (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Reads the keys of the database, and makes the first one. */
export async function openKeyRing(ctx: Ports): Promise<KeyRing> {
  let keys = await load(ctx);
  let loadedAtMs = ctx.clock.nowMs();
  let loading: Promise<void> | undefined;
  if (keys.length === 0) {
    await rotateTokenKeys(ctx);
    keys = await load(ctx);
  }
  const reload = (): Promise<void> => {
    loading ??= load(ctx)
      .then((fresh) => {
        keys = fresh;
        loadedAtMs = ctx.clock.nowMs();
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };
  const ageMs = () => ctx.clock.nowMs() - loadedAtMs;
  const lookAgain = () => {
    if (ageMs() > reloadMs) reload().catch(() => {});
  };
  // A process that had nothing to sign for hours knows the present key all the same.
  const looking = setInterval(() => {
    reload().catch((error: { code?: string }) => {
      if (error.code === 'CONNECTION_ENDED') clearInterval(looking);
    });
  }, reloadMs).unref();
  const find = (id: string) => keys.find((key) => key.id === id && key.expiresAtMs > ctx.clock.nowMs());

  return {
    async signer(ttlSeconds) {
      // Never waited for: sessions begin inside transactions, and all of those may hold the last connections.
      lookAgain();
      const nowMs = ctx.clock.nowMs();
      const key = keys.find(({ signsFromMs }) => signsFromMs <= nowMs) ?? keys.at(-1);
      if (!key) throw new Error('There is no key to sign tokens with');
      const untilMs = nowMs + ttlSeconds * 1000;
      const usual = ctx.config.get(accountsConfig).accessTokenTtlSeconds;
      if (ttlSeconds > usual && untilMs > key.reservedUntilMs) {
        key.reservedUntilMs = untilMs + reserveStepMs;
        await reserveTokenKey(ctx.db.sql, key.id, new Date(key.reservedUntilMs));
      }
      return key;
    },
    verifier(id) {
      lookAgain();
      const known = find(id);
      if (known || ageMs() < searchMs) return known;
      return reload().then(() => find(id));
    },
    async published() {
      if (ageMs() > reloadMs) await reload();
      return keys;
    },
  };
}

async function load(ctx: Ports): Promise<RingKey[]> {
  const rows = await listTokenKeys(ctx.db.sql, ctx.clock.now());
  return Promise.all(
    rows.map(async (row) => {
      const key = await ctx.secrets.openBytes(placeOf(row.id), row.privateKey);
      return {
        id: row.id,
        privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
        publicKey: createPublicKey({ key: row.publicKey, format: 'der', type: 'spki' }),
        signsFromMs: row.signsFrom.getTime(),
        reservedUntilMs: row.reservedUntil?.getTime() ?? 0,
        expiresAtMs: row.expiresAt?.getTime() ?? Infinity,
      };
    }),
  );
}

/**
 * Adds the next key when the newest is old enough, and lets the ones before it verify until their last token is over.
 * @returns the id of the new key, if one was due
 */
export async function rotateTokenKeys(ctx: Ports, { now: atOnce = false } = {}): Promise<string | undefined> {
  const { tokenKeyTtlSeconds, accessTokenTtlSeconds } = ctx.config.get(accountsConfig);
  return ctx.db.transaction(async (tx) => {
    await lockTokenKeys(tx);
    const now = ctx.clock.now();
    await dropTokenKeysBefore(tx, now);
    const [newest] = await listTokenKeys(tx, now);
    const dueAtMs = newest ? newest.createdAt.getTime() + tokenKeyTtlSeconds * 1000 : 0;
    if (newest && !atOnce && dueAtMs > now.getTime()) return undefined;
    const signsFrom = newest ? new Date(now.getTime() + announcementSeconds * 1000) : now;
    const key = makeKey(ctx, now, signsFrom);
    await insertTokenKey(tx, key);
    const lastMs = signsFrom.getTime() + (accessTokenTtlSeconds + leewaySeconds) * 1000;
    await retireTokenKeys(tx, key.id, new Date(lastMs));
    return key.id;
  });
}

const placeOf = (row: string) => ({ table: 'accounts.token_keys', column: 'private_key', row });

function makeKey(
  { rng, secrets }: Pick<Context, 'rng' | 'secrets'>,
  createdAt: Date,
  signsFrom: Date,
): StoredKey {
  const privateKey = Buffer.concat([pkcs8Prefix, rng.bytes(32)]);
  const pair = createPublicKey(createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }));
  const id = rng.bytes(12).toString('base64url');
  return {
    id,
    publicKey: pair.export({ format: 'der', type: 'spki' }),
    privateKey: secrets.sealBytes(placeOf(id), privateKey),
    signsFrom,
    reservedUntil: null,
    expiresAt: null,
    createdAt,
  };
}
