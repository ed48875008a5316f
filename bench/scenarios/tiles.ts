import { encodeChanges, framePositions } from '../../src/platform/realtime/frames.ts';
import { type Bounds, coverBounds, gridX, gridY } from '../../src/platform/realtime/grid.ts';
import { type Subject, SubjectTable, type Tile } from '../../src/platform/realtime/subjects.ts';
import { median, round, type ScenarioOptions, spread } from '../live/figures.ts';
import { Fleet, TILES_PER_VIEWPORT, viewportsOf } from '../live/fleet.ts';

export const name = 'tiles';

/**
 * What a tick costs, without sockets, in three ways to cut the world: whole tiles that all share, the exact
 * viewport cut for each, or shared tiles inside and an exact cut at the border.
 */
type Way = 'tiles' | 'cells' | 'both';

interface View {
  exact: { west: number; south: number; east: number; north: number };
  tiles: Tile[];
  /** Of `tiles`, those that reach over the border of the viewport. */
  border: Set<Tile>;
}

const VEHICLES = 20_000;
const VIEWERS = 1_000;
const REPORTS_PER_TICK = 5_000;

function makeViews(table: SubjectTable, boxes: readonly Bounds[]): View[] {
  return boxes.map((box) => {
    const rect = coverBounds(box, TILES_PER_VIEWPORT);
    const tiles: Tile[] = [];
    const border = new Set<Tile>();
    for (let x = rect.firstX; x <= rect.lastX; x++) {
      for (let y = rect.firstY; y <= rect.lastY; y++) {
        const tile = table.tile(rect.level, x, y);
        tile.views++;
        tiles.push(tile);
        if (x === rect.firstX || x === rect.lastX || y === rect.firstY || y === rect.lastY) border.add(tile);
      }
    }
    const exact = { west: gridX(box[0]), south: gridY(box[1]), east: gridX(box[2]), north: gridY(box[3]) };
    return { exact, tiles, border };
  });
}

function cut(tile: Tile, { exact }: View, nowMs: number): Uint8Array {
  const inside = ({ x, y }: Subject) =>
    x >= exact.west && x <= exact.east && y >= exact.south && y <= exact.north;
  return encodeChanges(
    { ...tile, moved: tile.moved.filter(inside), entered: tile.entered.filter(inside) },
    nowMs,
  );
}

function tick(way: Way, table: SubjectTable, views: readonly View[]): { millis: number; bytes: number } {
  const startedAt = performance.now();
  const nowMs = Date.now();
  const changes = table.collect();
  if (way !== 'cells') for (const tile of changes.tiles) tile.chunk = encodeChanges(tile, nowMs);
  let bytes = 0;
  for (const view of views) {
    const chunks: Uint8Array[] = [];
    for (const tile of view.tiles) {
      if (tile.moved.length === 0 && tile.left.length === 0) continue;
      const shared = way === 'tiles' || (way === 'both' && !view.border.has(tile));
      chunks.push(shared ? (tile.chunk as Uint8Array) : cut(tile, view, nowMs));
    }
    if (chunks.length > 0) bytes += framePositions(chunks, nowMs, 0).length;
  }
  table.clear(changes);
  return { millis: performance.now() - startedAt, bytes };
}

function measure(way: Way, ticks: number) {
  const table = new SubjectTable({ maxSubjects: VEHICLES });
  const fleet = new Fleet(VEHICLES);
  const views = makeViews(table, viewportsOf(VIEWERS, 0.01));
  let next = 0;
  const report = (count: number): void => {
    for (let n = 0; n < count; n++) {
      const index = next;
      next = (next + 1) % VEHICLES;
      const { lat, lng, heading } = fleet.step(index, 1);
      const id = fleet.ids[index] as string;
      table.apply(
        {
          id,
          kind: 0,
          lat,
          lng,
          headingDegrees: heading,
          speedMetersPerSecond: 14,
          deviceTimeMs: Date.now(),
        },
        Date.now(),
      );
    }
  };
  report(VEHICLES);
  tick(way, table, views);
  const results = Array.from({ length: ticks }, () => {
    report(REPORTS_PER_TICK);
    return tick(way, table, views);
  });
  return { millis: median(results.map((one) => one.millis)), bytes: median(results.map((one) => one.bytes)) };
}

export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const ways: Way[] = ['tiles', 'cells', 'both'];
  const runs = new Map<Way, { millis: number; bytes: number }[]>(ways.map((way) => [way, []]));
  for (let count = 0; count < (quick ? 1 : 5); count++) {
    for (const way of ways) runs.get(way)?.push(measure(way, quick ? 10 : 40));
  }
  for (const way of ways) {
    const own = runs.get(way) as { millis: number; bytes: number }[];
    const millis = own.map((one) => one.millis);
    out({
      scenario: name,
      way,
      viewers: VIEWERS,
      vehicles: VEHICLES,
      tickMillis: round(median(millis)),
      spread: round(spread(millis)),
      kilobytesPerTick: Math.round(median(own.map((one) => one.bytes)) / 1_000),
      runs: own.length,
    });
  }
}
