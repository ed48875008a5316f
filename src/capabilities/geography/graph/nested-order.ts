import type { Division } from './divide.ts';
import { Crossings } from './vertex-cover.ts';

/** Any graph with whole weights whose states lie at junctions: what a hierarchy is built from. */
export interface StepGraph {
  stateCount: number;
  stepOffset: Int32Array;
  stepTo: Int32Array;
  stepWeight: Int32Array;
  /** Length of each step in centimetres, carried along so that tables can tell it. */
  stepLengthCm: Int32Array;
  /** Junction where each state is; a step leads along one street at most. */
  junctionOf: Int32Array;
}

/** States by the place of their junction in the division: those of a cell stand together. */
function statesByPlace(graph: StepGraph, division: Division) {
  const places = division.junctions.length;
  const placeOfJunction = new Int32Array(places);
  for (let place = 0; place < places; place++) placeOfJunction[division.junctions[place] as number] = place;
  const placeOf = graph.junctionOf.map((junction) => placeOfJunction[junction] as number);
  const offset = new Int32Array(places + 1);
  for (const place of placeOf) offset[place + 1]!++;
  for (let place = 0; place < places; place++) offset[place + 1]! += offset[place] as number;
  const fill = offset.slice(0, places);
  const states = new Int32Array(graph.stateCount);
  for (let state = 0; state < graph.stateCount; state++) states[fill[placeOf[state] as number]!++] = state;
  return { placeOf, offset, states };
}

/**
 * Ranks states by nested dissection: those that part the halves of a cell come after all others of the
 * cell. Searches climb from small cells into larger ones, over few states each time.
 */
export function nestedOrder(graph: StepGraph, division: Division): Int32Array {
  const { stepOffset, stepTo } = graph;
  const { placeOf, offset, states } = statesByPlace(graph, division);
  const rankOf = new Int32Array(graph.stateCount).fill(-1);
  let next = graph.stateCount;
  const { cells } = division;
  for (let cell = 0; cell < cells.length; cell += 3) {
    const first = cells[cell] as number;
    const half = cells[cell + 1] as number;
    const end = cells[cell + 2] as number;
    const crossings = new Crossings();
    const rest: number[] = [];
    const lastState = offset[end] as number;
    for (let at = offset[first] as number; at < lastState; at++) {
      const state = states[at] as number;
      if ((rankOf[state] as number) >= 0) continue;
      if (half === first) {
        rest.push(state);
        continue;
      }
      const isNear = (placeOf[state] as number) < half;
      const lastStep = stepOffset[state + 1] as number;
      for (let step = stepOffset[state] as number; step < lastStep; step++) {
        const to = stepTo[step] as number;
        const place = placeOf[to] as number;
        if (place < first || place >= end || place < half === isNear || (rankOf[to] as number) >= 0) continue;
        if (isNear) crossings.add(state, to);
        else crossings.add(to, state);
      }
    }
    const parting = half === first ? byChoices(graph, rest) : crossings.smallestCover();
    for (const state of parting) rankOf[state] = --next;
  }
  return rankOf;
}

/** Within the smallest cells, states with fewer steps come first: they leave fewer shortcuts. */
function byChoices({ stepOffset }: StepGraph, states: number[]): number[] {
  const choices = (state: number): number =>
    (stepOffset[state + 1] as number) - (stepOffset[state] as number);
  return states.sort((a, b) => choices(b) - choices(a));
}
