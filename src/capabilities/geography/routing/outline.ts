export type Ring = [x: number, y: number][];

/** Outlines of the filled cells of a raster, rounded, as polygons: an outer ring, then its holes. */
export function outlineMask(mask: Uint8Array, columns: number, rows: number): Ring[][] {
  const rings = traceRings(mask, columns, rows);
  const outers: Ring[][] = [];
  const holes: Ring[] = [];
  for (const ring of rings) {
    const area = ringArea(ring);
    if (area > 0) outers.push([round(ring)]);
    else if (area < -12) holes.push(ring);
  }
  for (const hole of holes) {
    const [x, y] = hole[0] as [number, number];
    const around = outers.find(([outer]) => contains(outer as Ring, x + 0.25, y + 0.25));
    around?.push(round(hole));
  }
  return outers;
}

/** Walks the sides between filled and empty cells, filled ones on the left. */
function traceRings(mask: Uint8Array, columns: number, rows: number): Ring[] {
  const width = columns + 1;
  const next = new Map<number, number[]>();
  const link = (x1: number, y1: number, x2: number, y2: number): void => {
    const from = y1 * width + x1;
    const list = next.get(from);
    if (list) list.push(y2 * width + x2);
    else next.set(from, [y2 * width + x2]);
  };
  const isFilled = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < columns && y < rows && mask[y * columns + x] === 1;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (!isFilled(x, y)) continue;
      if (!isFilled(x, y - 1)) link(x, y, x + 1, y);
      if (!isFilled(x + 1, y)) link(x + 1, y, x + 1, y + 1);
      if (!isFilled(x, y + 1)) link(x + 1, y + 1, x, y + 1);
      if (!isFilled(x - 1, y)) link(x, y + 1, x, y);
    }
  }
  const rings: Ring[] = [];
  for (const start of next.keys()) {
    while ((next.get(start)?.length ?? 0) > 0) {
      const ring: Ring = [];
      let at = start;
      do {
        ring.push([at % width, Math.floor(at / width)]);
        at = (next.get(at) as number[]).pop() as number;
      } while (at !== start);
      rings.push(ring);
    }
  }
  return rings;
}

function ringArea(ring: Ring): number {
  let area = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[j] as [number, number];
    const [x2, y2] = ring[i] as [number, number];
    area += x1 * y2 - x2 * y1;
  }
  return area / 2;
}

function contains(ring: Ring, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i] as [number, number];
    const [x2, y2] = ring[j] as [number, number];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** Takes the stairs out of a traced ring: middles of its sides, then corners cut; closed at the end. */
function round(ring: Ring): Ring {
  const middles: Ring = [];
  for (let i = 0; i < ring.length; i++) {
    const [x1, y1] = ring[i] as [number, number];
    const [x2, y2] = ring[(i + 1) % ring.length] as [number, number];
    middles.push([(x1 + x2) / 2, (y1 + y2) / 2]);
  }
  const kept = middles.filter((point, i) => {
    const [x1, y1] = middles[(i + middles.length - 1) % middles.length] as [number, number];
    const [x2, y2] = middles[(i + 1) % middles.length] as [number, number];
    return Math.abs((point[0] - x1) * (y2 - y1) - (point[1] - y1) * (x2 - x1)) > 1e-9;
  });
  const first = kept[0];
  return first ? [...kept, first] : [];
}
