import type { ProfileGraph } from '../graph/profile-graph.ts';
import { type directionBearings, turnAngle } from '../graph/turn-costs.ts';
import { EDGE_ROUNDABOUT, type StreetNetwork } from '../network/network.ts';
import { HIGHWAY_CLASSES } from '../network/profile-rules.ts';
import type { TextTable } from '../region/text-table.ts';
import type { DrivenState } from './driven.ts';

export type TurnDirection =
  | 'straight'
  | 'slightRight'
  | 'right'
  | 'sharpRight'
  | 'turnAround'
  | 'sharpLeft'
  | 'left'
  | 'slightLeft';

/**
 * One instruction, for a screen to put into its reader's language.
 * `continue` is a street that changes its name; a roundabout counts its exits.
 */
export interface RouteStep {
  kind: 'depart' | 'turn' | 'continue' | 'roundabout' | 'ferry' | 'arrive';
  turn?: TurnDirection;
  exit?: number;
  street: string;
  ref: string;
  bearingDegrees: number;
  distanceMeters: number;
  durationSeconds: number;
  /** Index in the route's geometry where the step begins. */
  geometryIndex: number;
}

const FERRY = HIGHWAY_CLASSES.indexOf('ferry');

export function turnDirection(angle: number): TurnDirection {
  const size = Math.abs(angle);
  if (size <= 20) return 'straight';
  if (size > 165) return 'turnAround';
  const side = angle > 0 ? 'Right' : 'Left';
  if (size <= 50) return `slight${side}`;
  return size > 120 ? `sharp${side}` : (side.toLowerCase() as 'right' | 'left');
}

export interface StepContext {
  network: StreetNetwork;
  graph: ProfileGraph;
  bearings: ReturnType<typeof directionBearings>;
  texts: TextTable;
}

/** Instructions for one leg, its arrival included. */
export function buildSteps(context: StepContext, driven: readonly DrivenState[]): RouteStep[] {
  const { network, bearings, texts } = context;
  const steps: RouteStep[] = [];
  let current: (RouteStep & { milliseconds: number; centimeters: number }) | undefined;
  const open = (at: DrivenState, kind: RouteStep['kind'], more: Partial<RouteStep>): void => {
    const edge = at.direction >> 1;
    current = {
      kind,
      ...more,
      street: texts.at(network.edgeName[edge] as number),
      ref: texts.at(network.edgeRef[edge] as number),
      bearingDegrees: Math.round(bearings.start[at.direction] as number),
      distanceMeters: 0,
      durationSeconds: 0,
      geometryIndex: at.geometryIndex,
      milliseconds: 0,
      centimeters: 0,
    };
    steps.push(current);
  };
  for (let i = 0; i < driven.length; i++) {
    const at = driven[i] as DrivenState;
    const before = driven[i - 1];
    if (!before) open(at, isFerry(network, at) ? 'ferry' : 'depart', {});
    else if (isRoundabout(network, at) && !isRoundabout(network, before)) open(at, 'roundabout', { exit: 0 });
    else if (isRoundabout(network, before) && current) passRoundabout(context, current, before, at);
    else {
      const change = changeOf(context, before, at);
      if (change) open(at, change.kind, { turn: change.turn });
    }
    if (!current) continue;
    current.milliseconds += at.milliseconds;
    current.centimeters += at.lengthCm;
    current.durationSeconds = Math.round(current.milliseconds / 100) / 10;
    current.distanceMeters = Math.round(current.centimeters / 10) / 10;
  }
  const last = driven[driven.length - 1] as DrivenState;
  open(last, 'arrive', { geometryIndex: last.geometryEnd });
  return steps.map((step) => plainStep(step as NonNullable<typeof current>, last));
}

function plainStep(
  step: RouteStep & { milliseconds?: number; centimeters?: number },
  last: DrivenState,
): RouteStep {
  const { milliseconds: _ms, centimeters: _cm, ...plain } = step;
  return plain.kind === 'arrive' ? { ...plain, geometryIndex: last.geometryEnd } : plain;
}

function isRoundabout(network: StreetNetwork, at: DrivenState): boolean {
  return ((network.edgeFlags[at.direction >> 1] as number) & EDGE_ROUNDABOUT) !== 0;
}

function isFerry(network: StreetNetwork, at: DrivenState): boolean {
  return network.edgeClass[at.direction >> 1] === FERRY;
}

/** Counts exits while going round, and takes the name of the street that is left into. */
function passRoundabout(context: StepContext, step: RouteStep, before: DrivenState, at: DrivenState): void {
  const { network, graph, texts } = context;
  const end = graph.stepOffset[before.state + 1] as number;
  for (let i = graph.stepOffset[before.state] as number; i < end; i++) {
    const direction = graph.stepDirection[i] as number;
    const isExit = ((network.edgeFlags[direction >> 1] as number) & EDGE_ROUNDABOUT) === 0;
    if (isExit && direction !== (before.direction ^ 1)) {
      step.exit = (step.exit ?? 0) + 1;
      break;
    }
  }
  if (!isRoundabout(network, at)) {
    step.street = texts.at(network.edgeName[at.direction >> 1] as number);
    step.ref = texts.at(network.edgeRef[at.direction >> 1] as number);
  }
}

function changeOf(
  { network, graph, bearings }: StepContext,
  before: DrivenState,
  at: DrivenState,
): { kind: RouteStep['kind']; turn: TurnDirection } | undefined {
  const turn = turnDirection(
    turnAngle(bearings.end[before.direction] as number, bearings.start[at.direction] as number),
  );
  if ((before.direction ^ 1) === at.direction) return { kind: 'turn', turn: 'turnAround' };
  if (isFerry(network, at) !== isFerry(network, before)) {
    return { kind: isFerry(network, at) ? 'ferry' : 'continue', turn };
  }
  const oldName = network.edgeName[before.direction >> 1];
  const newName = network.edgeName[at.direction >> 1];
  const choices = (graph.stepOffset[before.state + 1] as number) - (graph.stepOffset[before.state] as number);
  const isSharp = turn !== 'straight' && !turn.startsWith('slight');
  if (oldName === newName) return isSharp && choices > 1 ? { kind: 'turn', turn } : undefined;
  if (turn === 'straight' || choices < 2) return newName === 0 ? undefined : { kind: 'continue', turn };
  return { kind: 'turn', turn };
}
