import type { StateGraph } from './state-graph.ts';

/**
 * Which directions can reach one another: the strongly connected components over edge directions,
 * whatever a state remembers. Tarjan's algorithm with its own stack, for the graph is deep.
 */
export function strongComponents(graph: StateGraph): { component: Int32Array; sizes: Int32Array } {
  const directions = graph.directionState.length;
  const { offset, to } = directionSteps(graph);
  const component = new Int32Array(directions).fill(-1);
  const order = new Int32Array(directions).fill(-1);
  const low = new Int32Array(directions);
  const stack: number[] = [];
  const path: number[] = [];
  const cursor = new Int32Array(directions);
  const sizes: number[] = [];
  let visited = 0;
  for (let root = 0; root < directions; root++) {
    if (order[root] !== -1 || (graph.directionState[root] as number) < 0) continue;
    path.push(root);
    while (path.length > 0) {
      const at = path[path.length - 1] as number;
      if (order[at] === -1) {
        order[at] = low[at] = visited++;
        cursor[at] = offset[at] as number;
        stack.push(at);
      }
      let descended = false;
      while ((cursor[at] as number) < (offset[at + 1] as number)) {
        const next = to[cursor[at] as number] as number;
        if (order[next] === -1) {
          path.push(next);
          descended = true;
          break;
        }
        if (component[next] === -1) low[at] = Math.min(low[at] as number, low[next] as number);
        cursor[at]!++;
      }
      if (descended) continue;
      path.pop();
      if (low[at] === order[at]) sizes.push(closeComponent(at, stack, component, sizes.length));
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[at] as number);
    }
  }
  return { component, sizes: Int32Array.from(sizes) };
}

function closeComponent(root: number, stack: number[], component: Int32Array, id: number): number {
  let size = 0;
  for (;;) {
    const member = stack.pop() as number;
    component[member] = id;
    size++;
    if (member === root) return size;
  }
}

/** The steps between directions, over all states of each; only for graphs whose states share nothing. */
function directionSteps(graph: StateGraph): { offset: Int32Array; to: Int32Array } {
  const directions = graph.directionState.length;
  const drives = new Int32Array(graph.stateCount).fill(-1);
  for (let d = 0; d < directions; d++) {
    if ((graph.directionState[d] as number) >= 0) drives[graph.directionState[d] as number] = d;
  }
  for (let at = 0; at < graph.stepTo.length; at++) {
    drives[graph.stepTo[at] as number] = graph.stepDirection[at] as number;
  }
  const offset = new Int32Array(directions + 1);
  for (let state = 0; state < graph.stateCount; state++) {
    const count = (graph.stepOffset[state + 1] as number) - (graph.stepOffset[state] as number);
    offset[(drives[state] as number) + 1]! += count;
  }
  for (let d = 0; d < directions; d++) offset[d + 1]! += offset[d] as number;
  const fill = offset.slice(0, directions);
  const to = new Int32Array(graph.stepTo.length);
  for (let state = 0; state < graph.stateCount; state++) {
    const direction = drives[state] as number;
    const end = graph.stepOffset[state + 1] as number;
    for (let at = graph.stepOffset[state] as number; at < end; at++) {
      to[fill[direction]!++] = graph.stepDirection[at] as number;
    }
  }
  return { offset, to };
}
