import { GrowableInt32 } from '../source/growable.ts';
import { EDGE_DOOR_ONLY, endNode, NODE_BLOCKS, type StreetNetwork, startNode } from '../network/network.ts';
import type { Profile } from '../network/profile-rules.ts';
import { RestrictionTree } from './restriction-tree.ts';
import { directionBearings, TurnCosts } from './turn-costs.ts';

/**
 * What is searched: states and the steps between them. A state is "has driven along a direction of an
 * edge, and here is what may follow"; ways into a junction that may be followed by the same at the
 * same price share one state. The past matters on the via ways of turn restrictions and on streets
 * that may only be entered to reach a door. A step's weight is the turn plus the whole direction that
 * it drives, in milliseconds.
 */
export interface StateGraph {
  profile: Profile;
  stateCount: number;
  /** The state after starting somewhere on a direction and driving it to its end, -1 where it is closed. */
  directionState: Int32Array;
  /** Steps of state s are `[stepOffset[s] .. stepOffset[s + 1]]`. */
  stepOffset: Int32Array;
  stepTo: Int32Array;
  stepWeight: Int32Array;
  /** The direction that a step drives along. */
  stepDirection: Int32Array;
}

/** Directions that begin at each junction. */
function outgoing(network: StreetNetwork): { offset: Int32Array; directions: Int32Array } {
  const nodes = network.nodeLat.length;
  const directions = network.edgeFrom.length * 2;
  const offset = new Int32Array(nodes + 1);
  for (let d = 0; d < directions; d++) offset[startNode(network, d) + 1]!++;
  for (let n = 0; n < nodes; n++) offset[n + 1]! += offset[n] as number;
  const fill = offset.slice(0, nodes);
  const list = new Int32Array(directions);
  for (let d = 0; d < directions; d++) list[fill[startNode(network, d)]!++] = d;
  return { offset, directions: list };
}

/** One state for every direction, and more where the past matters; nothing shared yet. */
export function buildStateGraph(network: StreetNetwork, profile: Profile): StateGraph {
  return new StateGraphBuilder(network, profile).build();
}

class StateGraphBuilder {
  private readonly network: StreetNetwork;
  private readonly profile: Profile;
  private readonly durations: Int32Array;
  private readonly turns: TurnCosts;
  private readonly tree: RestrictionTree;
  private readonly out: ReturnType<typeof outgoing>;
  private readonly directionState: Int32Array;
  private readonly stateDirection = new GrowableInt32();
  /** Place in the restriction tree, and whether the state came into a door-only street from outside. */
  private readonly stateMemory = new GrowableInt32();
  private readonly extras = new Map<number, number>();

  constructor(network: StreetNetwork, profile: Profile) {
    this.network = network;
    this.profile = profile;
    this.durations = network.durations[profile];
    this.turns = new TurnCosts(network, profile, directionBearings(network));
    this.tree = new RestrictionTree(
      network.restrictions.filter((r) => (profile === 'car' && r.car) || (profile === 'bike' && r.bike)),
    );
    this.out = outgoing(network);
    this.directionState = new Int32Array(network.edgeFrom.length * 2).fill(-1);
  }

  build(): StateGraph {
    for (let d = 0; d < this.directionState.length; d++) {
      if ((this.durations[d] as number) > 0) {
        this.directionState[d] = this.stateDirection.push(d);
        this.stateMemory.push(0);
      }
    }
    const stepOffset = new GrowableInt32();
    const stepTo = new GrowableInt32();
    const stepWeight = new GrowableInt32();
    // States with a memory are added while their predecessors are expanded.
    for (let state = 0; state < this.stateDirection.length; state++) {
      stepOffset.push(stepTo.length);
      this.expand(state, stepTo, stepWeight);
    }
    stepOffset.push(stepTo.length);
    return {
      profile: this.profile,
      stateCount: this.stateDirection.length,
      directionState: this.directionState,
      stepOffset: stepOffset.toArray(),
      stepTo: stepTo.toArray(),
      stepWeight: stepWeight.toArray(),
      stepDirection: stepTo.view().map((state) => this.stateDirection.at(state)),
    };
  }

  private expand(state: number, stepTo: GrowableInt32, stepWeight: GrowableInt32): void {
    const { network, durations } = this;
    const from = this.stateDirection.at(state);
    const memory = this.stateMemory.at(state);
    const place = memory >> 1;
    const isBound = (memory & 1) === 1;
    const node = endNode(network, from);
    const isBlocked = ((network.nodeFlags[node] as number) & NODE_BLOCKS[this.profile]) !== 0;
    const start = this.out.offset[node] as number;
    const end = this.out.offset[node + 1] as number;
    let choices = 0;
    for (let at = start; at < end; at++) {
      const d = this.out.directions[at] as number;
      if (d !== (from ^ 1) && (durations[d] as number) > 0) choices++;
    }
    for (let at = start; at < end; at++) {
      const to = this.out.directions[at] as number;
      if ((durations[to] as number) === 0) continue;
      const isUTurn = to === (from ^ 1);
      // Turning round is for dead ends, and for barriers, which are dead ends to whom they stop.
      if (isUTurn ? choices > 0 && !isBlocked && this.turns.forbidsTurningRound : isBlocked) continue;
      const nextBound = this.nextBound(from, to, isBound);
      if (nextBound === undefined) continue;
      const nextPlace = this.tree.step(place, from, to);
      if (nextPlace < 0) continue;
      stepTo.push(this.stateFor(to, nextPlace, nextBound));
      stepWeight.push(this.turns.cost(from, to, node, choices) + (durations[to] as number));
    }
  }

  /** Whether the next state is bound to the door-only streets it is in; undefined where it may not go. */
  private nextBound(from: number, to: number, isBound: boolean): boolean | undefined {
    const bit = EDGE_DOOR_ONLY[this.profile];
    const toDoorOnly = ((this.network.edgeFlags[to >> 1] as number) & bit) !== 0;
    if (!toDoorOnly) return isBound ? undefined : false;
    const fromDoorOnly = ((this.network.edgeFlags[from >> 1] as number) & bit) !== 0;
    return isBound || !fromDoorOnly;
  }

  private stateFor(direction: number, place: number, isBound: boolean): number {
    const memory = place * 2 + (isBound ? 1 : 0);
    if (memory === 0) return this.directionState[direction] as number;
    const key = memory * this.directionState.length + direction;
    const known = this.extras.get(key);
    if (known !== undefined) return known;
    const state = this.stateDirection.push(direction);
    this.stateMemory.push(memory);
    this.extras.set(key, state);
    return state;
  }
}
