import type { MapSource } from '../source/map-source.ts';

/** Joins ways end to end into closed rings of node indexes; what does not close is left out. */
export function joinRings(source: MapSource, ways: readonly number[]): number[][] {
  const open = ways
    .map((way) => [...source.wayRefs.subarray(source.wayOffsets[way], source.wayOffsets[way + 1])])
    .filter((refs) => refs.length > 1);
  const byEnd = new Map<number, number[][]>();
  const put = (node: number, line: number[]): void => {
    const list = byEnd.get(node);
    if (list) list.push(line);
    else byEnd.set(node, [line]);
  };
  for (const line of open) {
    put(line[0] as number, line);
    put(line[line.length - 1] as number, line);
  }
  const used = new Set<number[]>();
  const rings: number[][] = [];
  for (const line of open) {
    if (used.has(line)) continue;
    used.add(line);
    const ring = [...line];
    while (ring[0] !== ring[ring.length - 1]) {
      const end = ring[ring.length - 1] as number;
      const next = byEnd.get(end)?.find((each) => !used.has(each));
      if (!next) break;
      used.add(next);
      const onward = next[0] === end ? next : [...next].reverse();
      for (let i = 1; i < onward.length; i++) ring.push(onward[i] as number);
    }
    if (ring.length > 3 && ring[0] === ring[ring.length - 1]) rings.push(ring);
  }
  return rings;
}
