import type { Scope } from '../../src/platform/auth/actor.ts';

/** How an object stands to who asks: theirs, of their company, in their region, or nothing of this. */
export const relations = ['own', 'party', 'region', 'foreign'] as const;
export type Relation = (typeof relations)[number];

type Reach = Readonly<Record<Scope, readonly Relation[]>>;

const all = relations;

/**
 * Which objects each scope reaches, by kind of object: written down from what the modules promise, not taken from what
 * they do. A scope that a permission cannot be granted in never occurs.
 */
export const reaches = {
  /** Of the customer, and in a region by its drop-off. */
  delivery: { own: ['own'], party: ['own', 'party'], region: ['region'], all },
  /** The person is the driver; a company has none of them. */
  driver: { own: ['own'], party: ['own'], region: ['region'], all },
  shift: { own: ['own'], party: ['own'], region: ['region'], all },
  /** The person, their companies, the people there. */
  party: { own: ['own'], party: ['own', 'party'], region: ['own', 'party'], all },
  place: { own: ['own'], party: ['own', 'party'], region: ['region'], all },
  vehicle: { own: ['own'], party: ['own', 'party'], region: ['own', 'party'], all },
  /** Of a driver, or of a vehicle of a company. */
  slot: { own: ['own'], party: ['own', 'party'], region: ['own', 'party'], all },
  device: { own: ['own'], party: ['own', 'party'], region: ['own', 'region'], all },
  upload: { own: ['own'], party: ['own'], region: ['own'], all },
  quote: { own: ['own'], party: ['own', 'party'], region: ['own', 'party'], all },
  import: { own: ['own'], party: ['own'], region: ['own'], all },
  /** Of a login; nobody else's, whoever one is. */
  session: { own: ['own'], party: ['own'], region: ['own'], all: ['own'] },
  key: { own: ['own'], party: ['own', 'party'], region: ['own'], all },
  user: { own: ['own'], party: ['own', 'party'], region: ['own'], all },
  /** Told to one person, or to the office; those of others are nobody's here. */
  notice: { own: ['own'], party: ['own'], region: ['own', 'region'], all: ['own', 'region', 'foreign'] },
  /** The operator's: who may at all, may with each. */
  common: { own: all, party: all, region: all, all },
} as const satisfies Record<string, Reach>;

export type Kind = keyof typeof reaches;

/** What belongs to the very one who made it: a key of theirs is somebody else. */
export const ofTheMaker: ReadonlySet<Kind> = new Set(['import', 'session']);

/** What is put into a request for one object. */
export interface Target {
  /** Its id; of what belongs to it, the id of that. */
  id: string;
  relation: Relation;
  /** Whose it is, for orders that name it. */
  partyId: string;
}

export interface Sent {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** How one operation is tried. */
export interface Entry {
  /** The kind of object that it is about; none: it is tried once for each caller. */
  kind?: Kind;
  send?(target: Target, world: World): Sent | Promise<Sent>;
  /** Answers for who may, on what they reach. Default 200, 201 and 204. */
  may?: readonly number[];
  /** The answer for what is out of reach. Default 404. */
  beyond?: number;
  /** Another table than that of the kind. */
  reach?: Partial<Reach>;
  /** Of a list: exactly the objects of this kind that are within reach are in it, by this member. */
  lists?: Kind;
  listed?(item: any): string;
  /** An object made for each try, because a try that succeeds uses it up. */
  fresh?: boolean;
  /** Beside the declared permission it takes this one, whose scope counts: that of the action inside. */
  inside?: string;
  /** Of an operation that answers for each object by itself: whether it reached the one that was tried. */
  reached?(answer: any): boolean;
  /** Whom the request is about makes no difference: tried on one object alone. */
  once?: boolean;
  /** About the login of who asks: a key has none, and finds nothing. */
  ofLogin?: boolean;
}

/** Everything that the tries are made with. */
export interface World {
  mine: { userId: string; partyId: string; companyId: string; regionId: string };
  others: { partyId: string; companyId: string };
  /** Of each kind one for each relation. */
  objects: Record<Kind, Record<Relation, string>>;
  make(kind: Kind, relation: Relation): Promise<string>;
  /** Single things: the id of a zone, the name of a map style. */
  things: Record<string, string>;
}
