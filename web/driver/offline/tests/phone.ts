import { HttpClient } from '../../../../client/src/index.ts';
import { Engine } from '../engine.ts';
import type { Deed, Item, ProofKind, StoredFile } from '../model.ts';
import { faultyNetwork, type FaultyNetwork, type Weather } from './weather.ts';

/** A driver's phone: its memory can be killed, its database stays; its clock is its own. */
export interface Phone extends Disposable {
  weather: Weather;
  engine: Engine;
  /** Added to the real time. */
  clockOffsetMs: number;
  kill(): Promise<void>;
  /** Resolves when the server has answered everything that reached it, of earlier lives as well. */
  quiet(): Promise<void>;
  newId(): string;
  nowMs(): number;
  items(): Promise<Item[]>;
}

export interface PhoneOptions {
  baseUrl: string;
  driverId: string;
  token: string;
  dice(): number;
  partBytes: number;
}

export async function startPhone({
  baseUrl,
  driverId,
  token,
  dice,
  partBytes,
}: PhoneOptions): Promise<Phone> {
  const weather: Weather = { online: true, lostBefore: 0, lostAfter: 0 };
  const networks: FaultyNetwork[] = [];
  const live = async () => {
    const network = faultyNetwork(weather, dice);
    networks.push(network);
    const http = new HttpClient({ baseUrl, token: () => token, tries: 1, fetch: network.fetch });
    const ports = { nowMs: phone.nowMs, newId: phone.newId };
    phone.engine = await Engine.open({ driverId, http, ports, partBytes, random: dice });
  };
  const phone: Phone = {
    weather,
    engine: undefined as unknown as Engine,
    clockOffsetMs: 0,
    nowMs: () => Date.now() + phone.clockOffsetMs,
    newId: () => crypto.randomUUID(),
    async kill() {
      networks.at(-1)?.kill();
      phone.engine.close();
      // The database closes when its transactions have ended; a new life may begin before that.
      await live();
    },
    async quiet() {
      for (const network of networks) await network.quiet();
    },
    items: () => phone.engine.db.getAll('items'),
    [Symbol.dispose]: () => phone.engine.close(),
  };
  await live();
  return phone;
}

/** A picture that no other proof has, so that bytes on the wrong stop are seen. */
export async function picture(phone: Pick<Phone, 'newId'>, sizeBytes: number): Promise<StoredFile> {
  const bytes = new Uint8Array(sizeBytes);
  crypto.getRandomValues(bytes.subarray(0, Math.min(sizeBytes, 65_536)));
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    id: phone.newId(),
    contentType: 'image/png',
    bytes,
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    uploadId: phone.newId(),
  };
}

export const actionOn = (
  entityId: string,
  action: string,
  input = {},
): Extract<Deed, { kind: 'action' }> => ({
  kind: 'action',
  entity: 'delivery',
  entityId,
  action,
  input,
});

export const proofOn = (
  entityId: string,
  proofKind: ProofKind,
  more: { text?: string; fileId?: string },
): Extract<Deed, { kind: 'proof' }> => ({ kind: 'proof', entity: 'delivery', entityId, proofKind, ...more });
