import { createHash } from 'node:crypto';
import type { Config } from '../../platform/config/config.ts';
import { dbConfig } from '../../platform/db/db-config.ts';
import { geographyConfig } from './config.ts';
import type { Profile } from './network/profile-rules.ts';
import { Atlas, type AtlasLog, type LoadedMap } from './region/atlas.ts';
import { mapsFolder } from './region/store.ts';
import { RoutingError } from './routing/errors.ts';
import { UNREACHED } from './routing/plain-search.ts';
import type { Point, Route } from './routing/router.ts';
import type { Table } from './routing/table.ts';
import { type Address, describeAddress, nearestAddress } from './search/addresses.ts';
import type { FoundPlace } from './search/searcher.ts';
import { COORDINATE_SCALE } from './source/map-source.ts';
import { TileCache } from './tiles/tile-cache.ts';
import { randomFrom } from './town/random.ts';
import { WorkerPool } from './workers/pool.ts';

const WORLD_ATTRIBUTION = 'Natural Earth';

export interface DistanceTable {
  /** Rows by origin; null where no way leads or a point lies off the network. */
  durationsSeconds: (number | null)[][];
  distancesMeters: (number | null)[][];
}

export interface NearestAddress extends Address {
  distanceMeters: number;
}

/** As FoundPlace, in degrees. */
export type SearchHit = FoundPlace;

/** Streets and addresses for the rest of the program, in this process. */
export class Geography {
  readonly atlas: Atlas;
  readonly pool: WorkerPool;
  readonly tiles: TileCache;

  constructor(
    folder: string,
    options: { threads?: number; tileCacheBytes?: number; log?: AtlasLog | undefined } = {},
  ) {
    this.atlas = new Atlas(folder, options.log);
    this.pool = new WorkerPool(options.threads ?? 1, () => this.atlas.maps);
    this.tiles = new TileCache(options.tileCacheBytes ?? 64e6);
  }

  /** Resolves when the maps that are in force now are loaded. */
  async ready(): Promise<void> {
    await this.atlas.refresh();
  }

  /** Changes with every import or removal of a map; part of the address of tiles. */
  get version(): string {
    const files = this.atlas.maps.map((map) => map.file).join();
    return createHash('sha1').update(files).digest('base64url').slice(0, 10);
  }

  /** What must be shown wherever the maps are. */
  get attribution(): string {
    const parts = new Set(this.atlas.maps.map(({ region }) => region.about.attribution));
    return parts.size > 0 ? [...parts].join(', ') : WORLD_ATTRIBUTION;
  }

  /** Where a screen without a wish of its own begins: the middle of the map imported last. */
  get startView(): { lat: number; lng: number; zoom: number } {
    const grid = this.atlas.maps[this.atlas.maps.length - 1]?.region.edgeGrid;
    if (!grid) return { lat: 25, lng: 5, zoom: 1.4 };
    // Around the streets: single things of an extract may lie far outside.
    const bounds = {
      south: grid.lat,
      north: grid.lat + grid.rows * grid.cellLat,
      west: grid.lng,
      east: grid.lng + grid.columns * grid.cellLng,
    };
    const width = Math.max(bounds.east - bounds.west, bounds.north - bounds.south) / COORDINATE_SCALE;
    return {
      lat: (bounds.south + bounds.north) / 2 / COORDINATE_SCALE,
      lng: (bounds.west + bounds.east) / 2 / COORDINATE_SCALE,
      zoom: Math.max(3, Math.min(13, Math.round((Math.log2(360 / width) + 0.6) * 10) / 10)),
    };
  }

  /** The map that all points lie in. Throws RoutingError. */
  mapFor(points: readonly Point[]): LoadedMap {
    if (this.atlas.maps.length === 0) {
      throw new RoutingError(
        'geography.noRegion',
        'No map has been imported: caravan map import FILE.osm.pbf',
      );
    }
    const [first] = points;
    const map = first ? this.atlas.at(first) : this.atlas.maps[0];
    for (const [i, point] of points.entries()) {
      const other = this.atlas.at(point);
      if (map && other === map) continue;
      throw new RoutingError(
        'geography.outsideRegions',
        other
          ? `Stop ${i + 1} (${point.lat}, ${point.lng}) lies on another map than stop 1.`
          : `Stop ${i + 1} (${point.lat}, ${point.lng}) lies outside the imported maps.`,
        i,
      );
    }
    return map as LoadedMap;
  }

  /** A route over the stops in their order; about 0.2 ms a leg. Throws RoutingError. */
  route(profile: Profile, stops: readonly Point[]): Route {
    return this.mapFor(stops).router.route(profile, stops);
  }

  /** Times and lengths between all points; 100 x 100 takes about 10 ms. Throws RoutingError. */
  distanceTable(profile: Profile, origins: readonly Point[], destinations: readonly Point[]): DistanceTable {
    const { router } = this.mapFor([...origins, ...destinations]);
    const snapAll = (points: readonly Point[]) => points.map((point) => router.trySnap(profile, point));
    return describeTable(
      router.table(profile, snapAll(origins), snapAll(destinations)),
      origins.length,
      destinations.length,
    );
  }

  /** As `distanceTable`, on a thread of its own: for tables that would hold up everything else. */
  async distanceTableAside(
    profile: Profile,
    origins: readonly Point[],
    destinations: readonly Point[],
  ): Promise<DistanceTable> {
    const { router, file } = this.mapFor([...origins, ...destinations]);
    const snapAll = (points: readonly Point[]) => points.map((point) => router.trySnap(profile, point));
    const ask = { map: file, profile, origins: snapAll(origins), destinations: snapAll(destinations) };
    return describeTable(await this.pool.run('table', ask), origins.length, destinations.length);
  }

  /** The nearest address within a distance, or undefined. */
  nearestAddress(point: Point, maxMeters = 500): NearestAddress | undefined {
    const map = this.atlas.at(point);
    if (!map) return undefined;
    const { region } = map;
    const found = nearestAddress(
      region.addresses,
      Math.round(point.lat * COORDINATE_SCALE),
      Math.round(point.lng * COORDINATE_SCALE),
      { maxMeters },
    );
    if (!found) return undefined;
    return {
      ...describeAddress(region.addresses, region.texts, found.address),
      distanceMeters: Math.round(found.distanceMeters * 10) / 10,
    };
  }

  /** Addresses, streets, towns, stations and shops that fit what was typed so far, best first. */
  searchAddresses(query: string, options: { limit?: number; near?: Point | undefined } = {}): SearchHit[] {
    const limit = options.limit ?? 10;
    const near = options.near && {
      lat: Math.round(options.near.lat * COORDINATE_SCALE),
      lng: Math.round(options.near.lng * COORDINATE_SCALE),
    };
    return this.atlas.maps
      .flatMap(({ searcher }) => searcher.search(query, { limit, near }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map((found) => ({ ...found, lat: found.lat / COORDINATE_SCALE, lng: found.lng / COORDINATE_SCALE }));
  }

  /** The nearest place on a street open to the profile. Throws RoutingError when there is none near. */
  nearestStreet(profile: Profile, point: Point) {
    const { router } = this.mapFor([point]);
    return router.describe(router.snap(profile, point));
  }

  /** Addresses drawn by chance, the same for the same seed; from the named map, or the first. */
  randomAddresses(count: number, seed: number, mapName?: string): Address[] {
    const map = this.atlas.maps.find(({ region }) => !mapName || region.about.name === mapName);
    const total = map?.region.addresses.lat.length ?? 0;
    if (!map || total === 0) return [];
    const random = randomFrom(seed);
    const { addresses, texts } = map.region;
    return Array.from({ length: count }, () =>
      describeAddress(addresses, texts, Math.floor(random() * total)),
    );
  }

  /** All addresses of a map, one after another. */
  *addresses(mapName?: string): Generator<Address> {
    for (const { region } of this.atlas.maps) {
      if (mapName && region.about.name !== mapName) continue;
      for (let i = 0; i < region.addresses.lat.length; i++) {
        yield describeAddress(region.addresses, region.texts, i);
      }
    }
  }

  async close(): Promise<void> {
    this.atlas.close();
    await this.pool.close();
  }
}

function describeTable(table: Table, rowCount: number, columnCount: number): DistanceTable {
  const rows = (values: Int32Array, unit: number): (number | null)[][] =>
    Array.from({ length: rowCount }, (_row, row) =>
      Array.from({ length: columnCount }, (_cell, column) => {
        const value = values[row * columnCount + column] as number;
        return value === UNREACHED ? null : Math.round(value / (unit / 10)) / 10;
      }),
    );
  return { durationsSeconds: rows(table.milliseconds, 1000), distancesMeters: rows(table.centimeters, 100) };
}

const byFolder = new Map<string, Geography>();

export const mapsOf = ({ config }: { config: Config }): string => mapsFolder(config.get(dbConfig).dataFolder);

/** The one geography of a data folder in this process. */
export function geographyOf({ config, log }: { config: Config; log?: AtlasLog }): Geography {
  const folder = mapsOf({ config });
  let geography = byFolder.get(folder);
  if (!geography) {
    const { threads, tileCacheMegabytes } = config.get(geographyConfig);
    geography = new Geography(folder, { threads, tileCacheBytes: tileCacheMegabytes * 1e6, log });
    byFolder.set(folder, geography);
  }
  return geography;
}
