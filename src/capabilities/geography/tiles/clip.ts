/** Geometry in tile units: x, y, x, y. Tiles are cut a little beyond their edge, so that lines join. */

export interface ClipBox {
  min: number;
  max: number;
}

/** Cuts a line to a box; it may fall into several pieces. */
export function clipLine(line: readonly number[], box: ClipBox): number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  for (let i = 2; i < line.length; i += 2) {
    const x1 = line[i - 2] as number;
    const y1 = line[i - 1] as number;
    const x2 = line[i] as number;
    const y2 = line[i + 1] as number;
    const cut = clipSegment(x1, y1, x2, y2, box);
    if (!cut) {
      if (piece.length > 2) pieces.push(piece);
      piece = [];
      continue;
    }
    const [from, to] = cut;
    if (piece.length === 0 || from > 0) {
      if (piece.length > 2) pieces.push(piece);
      piece = [x1 + from * (x2 - x1), y1 + from * (y2 - y1)];
    }
    piece.push(x1 + to * (x2 - x1), y1 + to * (y2 - y1));
    if (to < 1) {
      pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 2) pieces.push(piece);
  return pieces;
}

/** The shares of a segment between which it lies in the box (Liang and Barsky). */
function clipSegment(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  box: ClipBox,
): [number, number] | undefined {
  let from = 0;
  let to = 1;
  for (const [delta, low, high] of [
    [x2 - x1, box.min - x1, box.max - x1],
    [y2 - y1, box.min - y1, box.max - y1],
  ] as const) {
    if (delta === 0) {
      if (low > 0 || high < 0) return undefined;
      continue;
    }
    const a = low / delta;
    const b = high / delta;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
    if (from > to) return undefined;
  }
  return [from, to];
}

/** Cuts a ring to a box, side by side (Sutherland and Hodgman). */
export function clipRing(ring: readonly number[], box: ClipBox): number[] {
  let current = ring as number[];
  for (const axis of [0, 1] as const) {
    for (const isLow of [true, false]) {
      if (current.length === 0) return current;
      const edge = isLow ? box.min : box.max;
      const isIn = (value: number): boolean => (isLow ? value >= edge : value <= edge);
      const next: number[] = [];
      for (let i = 0; i < current.length; i += 2) {
        const before = i === 0 ? current.length - 2 : i - 2;
        const a = current[before + axis] as number;
        const b = current[i + axis] as number;
        if (isIn(a) !== isIn(b)) {
          const share = (edge - a) / (b - a);
          const crossing =
            (current[before + 1 - axis] as number) * (1 - share) + (current[i + 1 - axis] as number) * share;
          if (axis === 0) next.push(edge, crossing);
          else next.push(crossing, edge);
        }
        if (isIn(b)) next.push(current[i] as number, current[i + 1] as number);
      }
      current = next;
    }
  }
  return current;
}

/** Leaves out points whose absence moves the line by no more than `tolerance` (Douglas and Peucker). */
export function simplify(line: readonly number[], tolerance: number): number[] {
  const count = line.length / 2;
  if (count <= 2 || tolerance <= 0) return line as number[];
  const keep = new Uint8Array(count);
  keep[0] = 1;
  keep[count - 1] = 1;
  const stack: [number, number][] = [[0, count - 1]];
  const limit = tolerance * tolerance;
  for (let range = stack.pop(); range; range = stack.pop()) {
    const [first, last] = range;
    let worst = limit;
    let worstAt = -1;
    for (let i = first + 1; i < last; i++) {
      const far = squaredDistance(line, i, first, last);
      if (far > worst) {
        worst = far;
        worstAt = i;
      }
    }
    if (worstAt < 0) continue;
    keep[worstAt] = 1;
    stack.push([first, worstAt], [worstAt, last]);
  }
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    if (keep[i]) kept.push(line[2 * i] as number, line[2 * i + 1] as number);
  }
  return kept;
}

function squaredDistance(line: readonly number[], at: number, first: number, last: number): number {
  const x = line[2 * first] as number;
  const y = line[2 * first + 1] as number;
  const dx = (line[2 * last] as number) - x;
  const dy = (line[2 * last + 1] as number) - y;
  const px = (line[2 * at] as number) - x;
  const py = (line[2 * at + 1] as number) - y;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return (px - share * dx) ** 2 + (py - share * dy) ** 2;
}

/** Twice the area of a ring with its sign, y downwards: positive for outer rings of a tile. */
export function ringArea(ring: readonly number[]): number {
  let area = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    area += (ring[j] as number) * (ring[i + 1] as number) - (ring[i] as number) * (ring[j + 1] as number);
  }
  return area;
}
