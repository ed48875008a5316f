import type { Profile } from '../network/profile-rules.ts';
import type { LngLat } from '../routing/geometry.ts';
import type { ReachableArea } from '../routing/reachable.ts';
import type { Route } from '../routing/router.ts';
import type { StreetPoint } from '../routing/seeds.ts';
import type { Table } from '../routing/table.ts';
import type { Fix } from '../matching/steady.ts';
import type { TilePlace } from '../tiles/draw-tile.ts';

export interface MatchedTrack {
  distanceMeters: number;
  segments: { distanceMeters: number; geometry: LngLat[] }[];
  fixes: { index: number; lat: number; lng: number; street: string; distanceMeters: number }[];
}

/** What the threads do, by name: the question, and its answer. `map` is the file of the map that is meant. */
export interface Tasks {
  table: {
    ask: {
      map: string;
      profile: Profile;
      origins: (StreetPoint | undefined)[];
      destinations: (StreetPoint | undefined)[];
    };
    answer: Table;
  };
  route: {
    ask: { map: string; profile: Profile; stops: { lat: number; lng: number }[]; alternatives: number };
    answer: Route[];
  };
  reachable: {
    ask: { map: string; profile: Profile; point: StreetPoint; seconds: number[] };
    answer: ReachableArea[];
  };
  match: { ask: { map: string; profile: Profile; track: Fix[] }; answer: MatchedTrack };
  tile: { ask: { place: TilePlace; maps: string[] }; answer: Uint8Array };
}

export type TaskName = keyof Tasks;

export interface MapsMessage {
  kind: 'maps';
  maps: { file: string; buffer: SharedArrayBuffer }[];
}

export interface TaskMessage {
  kind: 'task';
  id: number;
  name: TaskName;
  ask: unknown;
}

export interface ReplyMessage {
  id: number;
  answer?: unknown;
  error?: { name: string; message: string; code?: string; stop?: number | undefined };
}
