import type { Lifecycle, ProofKind } from '../offline/model.ts';
import type { Held } from '../store/snapshot.ts';

/** The actions that a driver performs, the usual one of each state first. */
const usual = [
  'acceptDelivery',
  'pickUp',
  'startTransit',
  'arrive',
  'deliver',
  'confirmReturn',
  'fail',
  'declineDelivery',
] as const;
export type DriverAction = (typeof usual)[number];

export interface NextStep {
  /** A proof that is asked for and missing comes before the action. */
  proof: ProofKind | null;
  main: DriverAction | null;
  others: DriverAction[];
}

/** What the large button does, from the lifecycle that the server declared. */
export function nextStep({ delivery, proofs }: Held, lifecycles: readonly Lifecycle[]): NextStep {
  const lifecycle = lifecycles.find(({ entity }) => entity === 'delivery');
  const possible = usual.filter((name) =>
    lifecycle?.actions.some((action) => action.name === name && action.from.includes(delivery.state)),
  );
  const [main = null, ...others] = possible;
  // Before the door the usual step is driving on; to fail is the exception, never the large button.
  const proof =
    main === 'deliver' ? (delivery.proofRules.find((kind) => !proofs.includes(kind)) ?? null) : null;
  return { proof, main, others };
}
