import { join } from 'node:path';
import { Router } from '../routing/router.ts';
import { Searcher } from '../search/searcher.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';
import { openRegion, type Region } from './region.ts';
import { currentStamp, readCurrent, readRegionFile, regionIn } from './store.ts';

/** A region in force, with what answers questions about it. */
export interface LoadedMap {
  file: string;
  importedAt: string;
  byteLength: number;
  buffer: SharedArrayBuffer;
  region: Region;
  router: Router;
  searcher: Searcher;
}

const POLL_MILLISECONDS = 1000;

export interface AtlasLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * The maps in force, in this process. It looks once a second whether they have been replaced, loads
 * the new ones beside the old and then changes over: who asks meanwhile is answered from the old.
 */
export class Atlas {
  private readonly folder: string;
  private readonly log: AtlasLog | undefined;
  private loaded: LoadedMap[] = [];
  private stamp: string | undefined;
  private refreshing: Promise<void> | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(folder: string, log?: AtlasLog) {
    this.folder = folder;
    this.log = log;
    this.timer = setInterval(() => void this.refresh(), POLL_MILLISECONDS);
    this.timer.unref();
  }

  get maps(): readonly LoadedMap[] {
    return this.loaded;
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Resolves once the maps in force have been looked for at least once. */
  async ready(): Promise<void> {
    if (this.stamp === undefined) await this.refresh();
  }

  /** Brings the maps up to date. A map that cannot be read leaves the old one in force. */
  refresh(): Promise<void> {
    this.refreshing ??= this.load().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async load(): Promise<void> {
    const stamp = await currentStamp(this.folder);
    if (stamp === this.stamp) return;
    try {
      const { maps } = await readCurrent(this.folder);
      const next: LoadedMap[] = [];
      for (const { name, file, importedAt, byteLength } of maps) {
        const known = this.loaded.find((map) => map.file === file);
        if (known) {
          next.push(known);
          continue;
        }
        const buffer = await readRegionFile(join(this.folder, file));
        const region = openRegion(regionIn(buffer, true));
        next.push({
          file,
          importedAt,
          byteLength,
          buffer,
          region,
          router: new Router(region),
          searcher: new Searcher(region.search, region.addresses, region.texts),
        });
        this.log?.info({ map: name, megabytes: Math.round(byteLength / 1e6) }, 'Map loaded');
      }
      this.loaded = next;
      this.stamp = stamp;
    } catch (error) {
      // Replaced once more while we read, or damaged: the old maps stay; the next look tries again.
      this.stamp ??= '';
      this.log?.error({ err: error }, 'A map could not be loaded; the one before stays in force');
    }
  }

  /** The region that a point (degrees) lies in; the one whose middle is nearest when several do. */
  at(point: { lat: number; lng: number }): LoadedMap | undefined {
    const lat = point.lat * COORDINATE_SCALE;
    const lng = point.lng * COORDINATE_SCALE;
    let best: LoadedMap | undefined;
    let bestFar = Number.POSITIVE_INFINITY;
    for (const map of this.loaded) {
      const { south, north, west, east } = map.region.about.bounds;
      if (lat < south || lat > north || lng < west || lng > east) continue;
      const far = Math.hypot(lat - (south + north) / 2, lng - (west + east) / 2);
      if (far < bestFar) {
        best = map;
        bestFar = far;
      }
    }
    return best;
  }
}
