import type { Entry, Kind } from './model.ts';

export type Entries = Readonly<Record<string, Entry>>;

const hourMs = 3_600_000;

/** So many hours from now. */
export const soon = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();

let hours = 10_000;
/** A time that nothing else has, in hours from now. */
export const later = (): number => (hours += 3);

/** One object is asked for by its id. */
export const read = (kind: Kind): Entry => ({ kind, send: ({ id }) => ({ params: { id } }) });

export const reads = (kind: Kind, operations: readonly string[]): Entries =>
  Object.fromEntries(operations.map((operation) => [operation, read(kind)]));

/**
 * A change that says it saw a version that never was: who reaches the object hears 412, and the object stays as it is
 * for the next try.
 */
export const guarded = (kind: Kind, body: object = {}): Entry => ({
  kind,
  send: ({ id }) => ({ params: { id }, body, headers: { 'if-match': '"v999"' } }),
  may: [412],
});

export const allGuarded = (kind: Kind, bodies: Readonly<Record<string, object>>): Entries =>
  Object.fromEntries(Object.entries(bodies).map(([operation, body]) => [operation, guarded(kind, body)]));
