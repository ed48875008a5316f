import { useSyncExternalStore } from 'react';
import { HttpClient } from '../../../client/src/http.ts';
import { api } from '../../app/api.ts';
import { live } from '../../app/live.ts';
import { session } from '../../app/session.ts';
import { Engine, type EngineStatus } from '../offline/engine.ts';
import { newId } from '../offline/keys.ts';
import { opened, type RememberedDriver } from '../remembered.ts';
import { followWork } from './live-work.ts';
import { emptySnapshot, readSnapshot, type Snapshot } from './snapshot.ts';

export interface View extends Snapshot {
  status: EngineStatus;
  online: boolean;
  loaded: boolean;
}

/** Only where the live connection does not tell. */
const POLL_MILLIS = 20_000;
const OTHER_TAB_MILLIS = 2_000;
const still: EngineStatus = { pause: null, syncing: false, positionsWaiting: 0, storageError: null };

let engine: Engine | undefined;
let opening: Promise<Engine> | undefined;
let view: View = { ...emptySnapshot, status: still, online: navigator.onLine, loaded: false };
let reading = false;
let readAgain = false;
const listeners = new Set<() => void>();

/** One tab sends at a time; where the browser has no locks, the keys of the items keep the server right. */
const alone = async <T>(work: () => Promise<T>): Promise<T | undefined> =>
  navigator.locks
    ? navigator.locks.request('caravan-driver-sync', { ifAvailable: true }, (lock) =>
        lock ? work() : afterOtherTab(),
      )
    : work();

/** What the other tab reads may be older than what this one was told: it looks again. */
function afterOtherTab(): undefined {
  setTimeout(() => engine?.kick(), OTHER_TAB_MILLIS);
}

/** The driver's phone, once for this window. */
export function openDriver({ partyId }: RememberedDriver): Promise<Engine> {
  opening ??= (async () => {
    const http = new HttpClient({
      baseUrl: location.origin,
      token: (refused) => tokenOf(partyId, refused),
      tries: 2,
      timeoutMillis: 30_000,
    });
    const ports = { nowMs: () => Date.now(), newId };
    engine = await Engine.open({ driverId: partyId, http, ports, alone, onChange: () => void read() });
    await read();
    opened.partyId = partyId;
    watch(engine, partyId);
    engine.kick();
    return engine;
  })();
  return opening;
}

/** What one person did is never sent as another who signed in since: then there is no session for it. */
async function tokenOf(partyId: string, refused: boolean): Promise<string> {
  const token = await session.token(refused);
  return session.current?.partyId === partyId ? token : '';
}

export function theEngine(): Engine {
  if (!engine) throw new Error('The driver app is not open yet');
  return engine;
}

export const useView = (): View =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => view,
  );

function watch(of: Engine, driverId: string): void {
  const work = followWork(of, driverId);
  const wake = () => {
    view = { ...view, online: navigator.onLine };
    tell();
    if (document.visibilityState === 'visible') of.kick();
  };
  session.subscribe(() => {
    if (session.current?.partyId === driverId) of.kick();
  });
  addEventListener('online', wake);
  addEventListener('offline', wake);
  document.addEventListener('visibilitychange', wake);
  listeners.add(() => live.rest(mayRest()));
  setInterval(() => {
    if (document.visibilityState === 'visible' && !work.isHeard()) of.kick();
  }, POLL_MILLIS);
}

/** A connection costs the battery: it is kept while somebody looks or works, and there is a network. */
const mayRest = (): boolean => {
  const working = view.driver !== null && view.driver.state !== 'offline';
  return !view.online || (document.visibilityState !== 'visible' && !working);
};

/** Reads everything anew from the database of the device: there is no second truth in memory. */
async function read(): Promise<void> {
  if (!engine) return;
  readAgain = true;
  if (reading) return;
  reading = true;
  try {
    while (readAgain) {
      readAgain = false;
      const snapshot = await readSnapshot(engine.db, Date.now());
      view = { ...snapshot, status: engine.status, online: navigator.onLine, loaded: true };
      tell();
    }
  } finally {
    reading = false;
  }
  void sayThatSeen();
}

function tell(): void {
  for (const listener of listeners) listener();
}

let toldAtMs = 0;

/** What the driver has seen of the route is not moved any more: the office must know. */
async function sayThatSeen(): Promise<void> {
  const { driver, status, readAtMs } = view;
  if (!engine || !driver || status.pause || document.visibilityState !== 'visible' || readAtMs === toldAtMs)
    return;
  toldAtMs = readAtMs;
  const route = (await engine.db.get('day', 'route')) as
    | { seen: boolean; position: number | null }[]
    | undefined;
  if (!route?.some(({ seen, position }) => !seen && position !== null)) return;
  await api('deliveries.markRouteSeen', { path: { id: driver.id }, body: {} }).catch(() => undefined);
}
