import * as fake from 'fake-indexeddb';

/** Gives Node the database of a browser; it lives as long as the process, so a phone may be killed and started again. */
export function installIndexedDb(): void {
  const { default: _default, ...names } = fake;
  Object.assign(globalThis, names);
}
