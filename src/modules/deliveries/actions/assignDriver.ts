import { z } from 'zod';
import { systemActor } from '../../../platform/auth/actor.ts';
import { Problem } from '../../../platform/errors/problem.ts';
import { id } from '../../../platform/http/fields.ts';
import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import type { Delivery } from '../queries/deliveries.ts';
import { lockDriver } from '../queries/drivers.ts';
import { candidateDrivers } from './candidateDrivers.ts';
import type { Candidate } from '../rules/candidates.ts';

export const assignInput = z.strictObject({
  driverId: id.optional().meta({ description: 'Default: the best suitable driver' }),
  accept: z
    .boolean()
    .optional()
    .meta({ description: 'True gives it to the driver at once; otherwise they are asked' }),
  override: z
    .boolean()
    .optional()
    .meta({ description: 'True assigns although a constraint speaks against the driver' }),
});

/** Constraints that nobody can wish away. */
const hard = new Set(['state']);
const explained = 20;
/** So many of the best are locked one after the other before the choice is given up for now. */
const triedUnderLock = 3;
const actor = systemActor('assignment');

/** Picks or checks the driver under the driver's own lock, and keeps the explanation with the delivery. */
export async function assignDriver(
  call: ActionCall<Delivery, z.output<typeof assignInput>>,
): Promise<ActionResult> {
  const { tx, entity, input, now, ports } = call;
  const candidates = await candidateDrivers(tx, entity, ports);
  const chosen = input.driverId
    ? await underLock(call, named(candidates, input))
    : await firstUnderLock(call, best(candidates));
  const assignment = {
    chosen: chosen.driverId,
    by: input.driverId ? 'hand' : 'best',
    approachMeters: chosen.approachMeters,
    overridden: chosen.ruledOutBy,
    others: candidates.filter(({ driverId }) => driverId !== chosen.driverId).slice(0, explained),
    at: now.toISOString(),
  };
  return {
    to: input.accept ? 'accepted' : 'assigned',
    changes: {
      driverId: chosen.driverId,
      assignment,
      routeSeenAt: null,
      ...(entity.exception === 'no_driver' && { exception: null, exceptionSince: null }),
    },
    payload: {
      customerId: entity.customerId,
      driverId: chosen.driverId,
      accepted: input.accept ?? false,
      approachMeters: chosen.approachMeters,
      ruledOut: candidates.filter(({ suitable }) => !suitable).length,
    },
  };
}

/** Judges the driver again under their lock: two deliveries given at once must not both take their last place. */
async function underLock(
  { tx, entity, input, ports }: ActionCall<Delivery, z.output<typeof assignInput>>,
  candidate: Candidate,
): Promise<Candidate> {
  const driver = await lockDriver(tx, candidate.driverId, { actor, scope: 'all' });
  if (!driver || driver.state === 'offline')
    throw deliveriesErrors.driver_not_available(`${candidate.name} went offline a moment ago.`);
  return named(await candidateDrivers(tx, entity, ports, [driver]), { ...input, driverId: driver.id });
}

async function firstUnderLock(
  call: ActionCall<Delivery, z.output<typeof assignInput>>,
  suitable: readonly Candidate[],
): Promise<Candidate> {
  for (const candidate of suitable.slice(0, triedUnderLock)) {
    try {
      return await underLock(call, candidate);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'driver_not_available') throw error;
    }
  }
  throw deliveriesErrors.driver_not_available('The suitable drivers took other work a moment ago.');
}

function named(
  candidates: readonly Candidate[],
  { driverId, override }: z.output<typeof assignInput>,
): Candidate {
  const candidate = candidates.find((entry) => entry.driverId === driverId);
  if (!candidate)
    throw deliveriesErrors.driver_not_available('The driver is offline or unknown.', {
      errors: [{ field: 'driverId', reason: 'is not a driver who is working now' }],
    });
  const against = candidate.ruledOutBy.filter(({ constraint }) => !override || hard.has(constraint));
  if (against.length === 0) return candidate;
  throw deliveriesErrors.driver_not_available(
    `${candidate.name} ${against.map(({ reason }) => reason).join(', ')}. Choose another, or send override: true.`,
    {
      errors: [{ field: 'driverId', reason: against.map(({ reason }) => reason).join(', ') }],
      members: { ruledOutBy: against },
    },
  );
}

function best(candidates: readonly Candidate[]): Candidate[] {
  const suitable = candidates.filter((candidate) => candidate.suitable);
  if (suitable.length > 0) return suitable;
  throw deliveriesErrors.driver_not_available(
    candidates.length === 0
      ? 'No driver is working now.'
      : `None of the ${candidates.length} working drivers is suitable.`,
    { members: { candidates: candidates.slice(0, explained) } },
  );
}
