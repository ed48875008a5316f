import { lngScale, METERS_PER_UNIT } from '../network/distance.ts';

/** Items by the square that they touch: a grid of equal cells over a region, in 1e-7 degrees. */
export interface Grid {
  lat: number;
  lng: number;
  cellLat: number;
  cellLng: number;
  columns: number;
  rows: number;
  /** Items of cell c are `items[start[c] .. start[c + 1]]`. */
  start: Int32Array;
  items: Int32Array;
}

export interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** Calls `touch` with every box that an item covers, item by item in ascending order. */
export type Boxes = (touch: (item: number, box: Box) => void) => void;

export function buildGrid(bounds: Box, cellMeters: number, boxes: Boxes): Grid {
  const cellLat = Math.max(1, Math.round(cellMeters / METERS_PER_UNIT));
  const cellLng = Math.max(
    1,
    Math.round(cellLat / Math.max(0.05, lngScale((bounds.south + bounds.north) / 2))),
  );
  const columns = Math.max(1, Math.floor((bounds.east - bounds.west) / cellLng) + 1);
  const rows = Math.max(1, Math.floor((bounds.north - bounds.south) / cellLat) + 1);
  const grid = { lat: bounds.south, lng: bounds.west, cellLat, cellLng, columns, rows };
  const start = new Int32Array(columns * rows + 1);
  const last = new Int32Array(columns * rows).fill(-1);
  const each = (visit: (cell: number, item: number) => void): void => {
    last.fill(-1);
    boxes((item, box) => {
      const right = columnOf(grid, box.east);
      const top = rowOf(grid, box.north);
      for (let row = rowOf(grid, box.south); row <= top; row++) {
        for (let column = columnOf(grid, box.west); column <= right; column++) {
          const cell = row * columns + column;
          if (last[cell] === item) continue;
          last[cell] = item;
          visit(cell, item);
        }
      }
    });
  };
  each((cell) => {
    start[cell + 1]!++;
  });
  for (let cell = 0; cell < columns * rows; cell++) start[cell + 1]! += start[cell] as number;
  const fill = start.slice(0, columns * rows);
  const items = new Int32Array(start[columns * rows] as number);
  each((cell, item) => {
    items[fill[cell]!++] = item;
  });
  return { ...grid, start, items };
}

type GridShape = Pick<Grid, 'lat' | 'lng' | 'cellLat' | 'cellLng' | 'columns' | 'rows'>;

function rowOf(grid: GridShape, lat: number): number {
  return Math.max(0, Math.min(grid.rows - 1, Math.floor((lat - grid.lat) / grid.cellLat)));
}

function columnOf(grid: GridShape, lng: number): number {
  return Math.max(0, Math.min(grid.columns - 1, Math.floor((lng - grid.lng) / grid.cellLng)));
}

/**
 * Visits items in rings of cells around a point, nearest cells first. `visit` returns how far, in
 * metres, it still wants to look; the search ends once nothing nearer can come. Items that touch
 * several cells come several times.
 */
export function searchGrid(grid: Grid, lat: number, lng: number, visit: (item: number) => number): void {
  const row = rowOf(grid, lat);
  const column = columnOf(grid, lng);
  const insideLat = Math.max(grid.lat, Math.min(grid.lat + grid.rows * grid.cellLat, lat));
  const insideLng = Math.max(grid.lng, Math.min(grid.lng + grid.columns * grid.cellLng, lng));
  const scale = lngScale(insideLat);
  let wanted = Number.POSITIVE_INFINITY;
  const most = Math.max(grid.rows, grid.columns);
  for (let ring = 0; ring <= most; ring++) {
    if (ring > 0) {
      // Distance from the point to the edge of the square that was looked through already.
      const south = insideLat - (grid.lat + (row - ring + 1) * grid.cellLat);
      const north = grid.lat + (row + ring) * grid.cellLat - insideLat;
      const west = (insideLng - (grid.lng + (column - ring + 1) * grid.cellLng)) * scale;
      const east = (grid.lng + (column + ring) * grid.cellLng - insideLng) * scale;
      if (Math.min(south, north, west, east) * METERS_PER_UNIT > wanted) return;
    }
    for (let r = Math.max(0, row - ring); r <= Math.min(grid.rows - 1, row + ring); r++) {
      const isEdge = r === row - ring || r === row + ring;
      const step = isEdge || ring === 0 ? 1 : 2 * ring;
      for (let c = column - ring; c <= column + ring; c += step) {
        if (c < 0 || c >= grid.columns) continue;
        const cell = r * grid.columns + c;
        const end = grid.start[cell + 1] as number;
        for (let at = grid.start[cell] as number; at < end; at++) wanted = visit(grid.items[at] as number);
      }
    }
  }
}

/** Visits the items whose cells meet a box; items that touch several cells come several times. */
export function visitBox(grid: Grid, box: Box, visit: (item: number) => void): void {
  const right = columnOf(grid, box.east);
  const top = rowOf(grid, box.north);
  for (let row = rowOf(grid, box.south); row <= top; row++) {
    for (let column = columnOf(grid, box.west); column <= right; column++) {
      const cell = row * grid.columns + column;
      const end = grid.start[cell + 1] as number;
      for (let at = grid.start[cell] as number; at < end; at++) visit(grid.items[at] as number);
    }
  }
}
