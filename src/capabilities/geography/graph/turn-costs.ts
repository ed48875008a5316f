import { bearingDegrees } from '../network/distance.ts';
import { EDGE_ROUNDABOUT, NODE_SIGNAL, type StreetNetwork } from '../network/network.ts';
import type { Profile } from '../network/profile-rules.ts';

interface TurnPrices {
  /** Milliseconds for a turn across the oncoming lane, to the near side, and nearly back. */
  across: number;
  near: number;
  sharp: number;
  uTurn: number;
  signal: number;
  /** From a small street into a main one: waiting for a gap. */
  giveWay: number;
}

/**
 * Only drivers pay for turns. On foot and by bicycle a turn costs next to nothing, and leaving it out
 * lets all ways into a junction share one state, which makes those graphs four times smaller.
 */
const PRICES: Record<Profile, TurnPrices> = {
  car: { across: 4500, near: 2000, sharp: 5000, uTurn: 15_000, signal: 6000, giveWay: 2500 },
  bike: { across: 0, near: 0, sharp: 0, uTurn: 0, signal: 6000, giveWay: 0 },
  foot: { across: 0, near: 0, sharp: 0, uTurn: 0, signal: 5000, giveWay: 0 },
};

const BEARING_REACH_UNITS = 1300;

/** Bearings of every direction where it begins and where it ends, measured over about 15 metres. */
export function directionBearings(network: StreetNetwork): { start: Float32Array; end: Float32Array } {
  const directions = network.edgeFrom.length * 2;
  const start = new Float32Array(directions);
  const end = new Float32Array(directions);
  for (let edge = 0; edge < network.edgeFrom.length; edge++) {
    const first = network.edgeShape[edge] as number;
    const last = (network.edgeShape[edge + 1] as number) - 1;
    const atFrom = reachBearing(network, first, last, 1);
    const atTo = reachBearing(network, last, first, -1);
    start[2 * edge] = atFrom;
    end[2 * edge + 1] = (atFrom + 180) % 360;
    start[2 * edge + 1] = atTo;
    end[2 * edge] = (atTo + 180) % 360;
  }
  return { start, end };
}

/** Bearing from one end of a stretch to its first point that is not too near to tell. */
function reachBearing(network: StreetNetwork, first: number, last: number, step: 1 | -1): number {
  const lat = network.shapeLat[first] as number;
  const lng = network.shapeLng[first] as number;
  let at = first;
  while (at !== last) {
    at += step;
    const far =
      Math.abs((network.shapeLat[at] as number) - lat) + Math.abs((network.shapeLng[at] as number) - lng);
    if (far >= BEARING_REACH_UNITS) break;
  }
  return bearingDegrees(lat, lng, network.shapeLat[at] as number, network.shapeLng[at] as number);
}

/** Signed angle from one bearing to another, -180 to 180; positive is to the right. */
export function turnAngle(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}

/** Milliseconds that a turn takes at a junction, beyond driving along both streets. */
export class TurnCosts {
  private readonly network: StreetNetwork;
  private readonly prices: TurnPrices;
  private readonly bearings: ReturnType<typeof directionBearings>;

  constructor(network: StreetNetwork, profile: Profile, bearings: ReturnType<typeof directionBearings>) {
    this.network = network;
    this.prices = PRICES[profile];
    this.bearings = bearings;
  }

  /** Whether turning round at a junction is let out because it has a price; where it is free it never pays. */
  get forbidsTurningRound(): boolean {
    return this.prices.uTurn > 0;
  }

  /** `choices` is how many streets one could leave by, the one behind not counted. */
  cost(from: number, to: number, node: number, choices: number): number {
    const { prices, network } = this;
    if ((from ^ 1) === to && prices.uTurn > 0) return prices.uTurn;
    const signal = ((network.nodeFlags[node] as number) & NODE_SIGNAL) !== 0 ? prices.signal : 0;
    if (choices < 2 || prices.across === 0) return signal;
    const fromFlags = network.edgeFlags[from >> 1] as number;
    const toFlags = network.edgeFlags[to >> 1] as number;
    if ((fromFlags & toFlags & EDGE_ROUNDABOUT) !== 0) return 0;
    const angle = turnAngle(this.bearings.end[from] as number, this.bearings.start[to] as number);
    const size = Math.abs(angle);
    let cost = signal;
    if (size > 135) cost += prices.sharp;
    else if (size > 35) {
      const isAcross = angle < 0 === (network.drivesOn === 'right');
      cost += isAcross ? prices.across : prices.near;
    }
    const fromClass = network.edgeClass[from >> 1] as number;
    const toClass = network.edgeClass[to >> 1] as number;
    if (signal === 0 && fromClass > toClass && toClass <= 4) cost += prices.giveWay;
    return cost;
  }
}
