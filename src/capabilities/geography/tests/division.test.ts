import { describe, expect, it } from 'vitest';
import { divide } from '../graph/divide.ts';
import { Crossings } from '../graph/vertex-cover.ts';
import type { StreetNetwork } from '../network/network.ts';

/** Junctions at places of a grid, joined by two-way streets. */
function web(
  places: readonly (readonly [number, number])[],
  streets: readonly (readonly [number, number])[],
) {
  const durations = new Int32Array(streets.length * 2).fill(1000);
  return {
    nodeLat: Int32Array.from(places, ([, y]) => y),
    nodeLng: Int32Array.from(places, ([x]) => x),
    edgeFrom: Int32Array.from(streets, ([from]) => from),
    edgeTo: Int32Array.from(streets, ([, to]) => to),
    durations: { car: durations, bike: durations, foot: durations },
  } as Pick<StreetNetwork, 'nodeLat' | 'nodeLng' | 'edgeFrom' | 'edgeTo' | 'durations'> as StreetNetwork;
}

function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the division of the streets', () => {
  it('cuts two towns apart at the one bridge between them', () => {
    const places: [number, number][] = [];
    const streets: [number, number][] = [];
    for (const west of [0, 1000]) {
      const first = places.length;
      for (let i = 0; i < 49; i++) {
        places.push([west + 10 * (i % 7), 10 * Math.floor(i / 7)]);
        if (i % 7 > 0) streets.push([first + i - 1, first + i]);
        if (i > 6) streets.push([first + i - 7, first + i]);
      }
    }
    streets.push([20, 49 + 28]);
    const { junctions, cells } = divide(web(places, streets));
    expect([...cells.slice(0, 3)]).toEqual([0, 49, 98]);
    const firstHalf = new Set(Array.from(junctions.slice(0, 49), (junction) => junction < 49));
    expect(firstHalf.size).toBe(1);
  });

  it('holds every junction once, in cells that nest, also where all lie on one spot or nothing joins them', () => {
    const random = chance(6);
    const scattered = Array.from({ length: 300 }, () => [random() * 1e6, random() * 1e6] as const);
    const onOneSpot = scattered.map(() => [5, 5] as const);
    const joined = scattered.map((_place, i) => [i, Math.floor(random() * 300)] as const);
    for (const network of [web(scattered, joined), web(onOneSpot, joined), web(scattered, [])]) {
      const { junctions, cells } = divide(network);
      expect([...junctions].sort((a, b) => a - b)).toEqual([...scattered.keys()]);
      const waiting = [[0, 300]];
      for (let at = 0; at < cells.length; at += 3) {
        const [first, half, end] = cells.slice(at, at + 3) as unknown as [number, number, number];
        expect([first, end]).toEqual(waiting.pop());
        if (half === first) continue;
        expect(half).toBeGreaterThan(first);
        expect(half).toBeLessThan(end);
        waiting.push([half, end], [first, half]);
      }
      expect(waiting).toEqual([]);
    }
  });
});

describe('the states that part two halves', () => {
  it('touch every crossing and are the fewest that do', () => {
    const random = chance(9);
    for (let round = 0; round < 200; round++) {
      const pairs = Array.from(
        { length: 1 + Math.floor(random() * 9) },
        () => [Math.floor(random() * 5), 10 + Math.floor(random() * 5)] as const,
      );
      const crossings = new Crossings();
      for (const [left, right] of pairs) crossings.add(left, right);
      const cover = crossings.smallestCover();
      const touches = (members: ReadonlySet<number>): boolean =>
        pairs.every(([left, right]) => members.has(left) || members.has(right));
      expect(touches(new Set(cover))).toBe(true);
      const all = [...new Set(pairs.flat())];
      let fewest = all.length;
      for (let choice = 0; choice < 2 ** all.length; choice++) {
        const members = new Set(all.filter((_member, i) => (choice >> i) & 1));
        if (members.size < fewest && touches(members)) fewest = members.size;
      }
      expect(new Set(cover).size).toBe(cover.length);
      expect(cover.length).toBe(fewest);
    }
  });
});
