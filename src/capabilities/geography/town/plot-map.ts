import { isInside, type Polygon, type Spot } from './plane.ts';

const CELL_METERS = 3;

/** Which ground of a district is taken, by small squares: so that no house stands on a street or another house. */
export class PlotMap {
  private readonly west: number;
  private readonly south: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly taken: Uint8Array;

  constructor(polygon: Polygon) {
    this.west = Math.min(...polygon.map((spot) => spot.x));
    this.south = Math.min(...polygon.map((spot) => spot.y));
    this.columns = Math.ceil((Math.max(...polygon.map((spot) => spot.x)) - this.west) / CELL_METERS) + 1;
    this.rows = Math.ceil((Math.max(...polygon.map((spot) => spot.y)) - this.south) / CELL_METERS) + 1;
    this.taken = new Uint8Array(this.columns * this.rows);
    this.takeOutside(polygon);
  }

  private takeOutside(polygon: Polygon): void {
    for (let row = 0; row < this.rows; row++) {
      const y = this.south + (row + 0.5) * CELL_METERS;
      const cuts: number[] = [];
      for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
        const a = polygon[i] as Spot;
        const b = polygon[j] as Spot;
        if (a.y > y !== b.y > y) cuts.push(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x);
      }
      cuts.sort((a, b) => a - b);
      this.taken.fill(1, row * this.columns, (row + 1) * this.columns);
      for (let i = 0; i + 1 < cuts.length; i += 2) {
        const from = Math.max(0, Math.ceil(((cuts[i] as number) - this.west) / CELL_METERS));
        const to = Math.min(this.columns, Math.floor(((cuts[i + 1] as number) - this.west) / CELL_METERS));
        if (to > from) this.taken.fill(0, row * this.columns + from, row * this.columns + to);
      }
    }
  }

  /** Takes the ground along a line. */
  takeLine(spots: readonly Spot[], halfWidth: number): void {
    for (let i = 1; i < spots.length; i++) {
      const a = spots[i - 1] as Spot;
      const b = spots[i] as Spot;
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const squared = dx * dx + dy * dy;
      this.forCells(
        Math.min(a.x, b.x) - halfWidth,
        Math.min(a.y, b.y) - halfWidth,
        Math.max(a.x, b.x) + halfWidth,
        Math.max(a.y, b.y) + halfWidth,
        (cell, spot) => {
          const along = squared === 0 ? 0 : ((spot.x - a.x) * dx + (spot.y - a.y) * dy) / squared;
          const share = Math.max(0, Math.min(1, along));
          const offX = spot.x - a.x - share * dx;
          const offY = spot.y - a.y - share * dy;
          if (offX * offX + offY * offY <= halfWidth * halfWidth) this.taken[cell] = 1;
          return true;
        },
      );
    }
  }

  /** Takes the ground of a small polygon if all of it is free; says whether it was. */
  claim(polygon: Polygon): boolean {
    const xs = polygon.map((spot) => spot.x);
    const ys = polygon.map((spot) => spot.y);
    const cells: number[] = [];
    const isFree = this.forCells(
      Math.min(...xs),
      Math.min(...ys),
      Math.max(...xs),
      Math.max(...ys),
      (cell, spot) => {
        if (!isInside(polygon, spot)) return true;
        cells.push(cell);
        return this.taken[cell] === 0;
      },
    );
    if (!isFree || cells.length === 0) return false;
    for (const cell of cells) this.taken[cell] = 1;
    return true;
  }

  /** The spot is only valid during the visit. */
  private forCells(
    west: number,
    south: number,
    east: number,
    north: number,
    visit: (cell: number, spot: Spot) => boolean,
  ): boolean {
    const first = Math.max(0, Math.floor((west - this.west) / CELL_METERS));
    const last = Math.min(this.columns - 1, Math.floor((east - this.west) / CELL_METERS));
    const bottom = Math.max(0, Math.floor((south - this.south) / CELL_METERS));
    const top = Math.min(this.rows - 1, Math.floor((north - this.south) / CELL_METERS));
    // One spot for all cells: a large town asks for hundreds of millions.
    const spot = { x: 0, y: 0 };
    for (let row = bottom; row <= top; row++) {
      spot.y = this.south + (row + 0.5) * CELL_METERS;
      for (let column = first; column <= last; column++) {
        spot.x = this.west + (column + 0.5) * CELL_METERS;
        if (!visit(row * this.columns + column, spot)) return false;
      }
    }
    return true;
  }
}
