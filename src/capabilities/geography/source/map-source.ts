import { GrowableInt32 } from './growable.ts';
import type { StringTable } from './strings.ts';

export type Tags = Readonly<Record<string, string>>;

/** Tags of many things in one flat array of numbers: key, value, key, value. */
export class TagStore {
  private readonly offsets = new GrowableInt32();
  private readonly pairs = new GrowableInt32();
  private readonly strings: StringTable;

  constructor(strings: StringTable) {
    this.strings = strings;
    this.offsets.push(0);
  }

  /** Adds the tags of the next thing and returns its number. */
  add(tags: Tags): number {
    for (const key in tags) {
      this.pairs.push(this.strings.intern(key));
      this.pairs.push(this.strings.intern(tags[key] as string));
    }
    this.offsets.push(this.pairs.length);
    return this.offsets.length - 2;
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  of(index: number): Record<string, string> {
    const tags: Record<string, string> = {};
    const end = this.offsets.at(index + 1);
    for (let at = this.offsets.at(index); at < end; at += 2) {
      tags[this.strings.at(this.pairs.at(at))] = this.strings.at(this.pairs.at(at + 1));
    }
    return tags;
  }

  get(index: number, key: string): string | undefined {
    const wanted = this.strings.find(key);
    if (wanted < 0) return undefined;
    const end = this.offsets.at(index + 1);
    for (let at = this.offsets.at(index); at < end; at += 2) {
      if (this.pairs.at(at) === wanted) return this.strings.at(this.pairs.at(at + 1));
    }
    return undefined;
  }
}

export interface RelationMember {
  kind: 'node' | 'way' | 'relation';
  /** Index of the node or way in this source; -1 when it is not part of it. */
  index: number;
  role: string;
}

/**
 * What an import and the town generator both hand on, so that everything after it has one path.
 * Nodes and ways are known by their index here, coordinates are in 1e-7 degrees.
 */
export interface MapSource {
  name: string;
  attribution: string;
  /** Side of the road that is driven on. */
  drivesOn: 'right' | 'left';
  strings: StringTable;
  nodeLat: Int32Array;
  nodeLng: Int32Array;
  /** Nodes that carry tags: their node index, and their tags at the same position of `nodeTags`. */
  taggedNodes: Int32Array;
  nodeTags: TagStore;
  /** `wayRefs[wayOffsets[w] .. wayOffsets[w + 1]]` are the node indexes of way w. */
  wayOffsets: Int32Array;
  wayRefs: Int32Array;
  wayTags: TagStore;
  relations: { members: RelationMember[]; tags: Tags }[];
  /** Counted in the file, before anything was left out. */
  counts: { nodes: number; ways: number; relations: number };
}

/** Degrees as whole numbers of 1e-7: about one centimetre, and exact to compare. */
export const COORDINATE_SCALE = 1e7;

export class MapSourceError extends Error {
  readonly code: 'geography.mapUnreadable' | 'geography.mapEmpty';
  readonly reason: 'not_a_map' | 'cut_short' | 'damaged' | 'no_streets';

  constructor(code: MapSourceError['code'], message: string, reason: MapSourceError['reason'] = 'damaged') {
    super(message);
    this.name = 'MapSourceError';
    this.code = code;
    this.reason = reason;
  }
}
