import type { Tags } from '../source/map-source.ts';

export interface ElementVisitor {
  /** Coordinates in 1e-7 degrees. */
  node?(id: number, lat: number, lng: number, tags: Tags | undefined): void;
  /** `refs` is only valid during the call. */
  way?(id: number, refs: readonly number[], tags: Tags): void;
  relation?(id: number, members: readonly ElementMember[], tags: Tags): void;
}

export interface ElementMember {
  kind: 'node' | 'way' | 'relation';
  ref: number;
  role: string;
}

/** A map file that can be read through several times, because an import in one pass would need it all in memory. */
export interface ElementReader {
  /**
   * Calls the visitor for every element of a kind that it has a function for.
   * `onProgress` gets the share of the file that was read, 0 to 1.
   * Throws MapSourceError with one sentence when the file is damaged, cut short or of another kind.
   */
  read(visitor: ElementVisitor, onProgress?: (share: number) => void): Promise<void>;
  close(): Promise<void>;
}
