import type { paths } from './api-types.ts';

export type FailureReason =
  paths['/v1/deliveries/{id}/actions/fail']['post']['requestBody']['content']['application/json']['reason'];

/** What hinders a hand-over, the commonest first. A reason of the API that is missing here does not compile. */
const known: Record<FailureReason, true> = {
  nobody_there: true,
  no_access: true,
  address_not_found: true,
  refused: true,
  damaged: true,
  vehicle_broken: true,
  weather: true,
  other: true,
};
export const failureReasons = Object.keys(known) as readonly FailureReason[];

/** The reason of the list that a text is; a text that somebody wrote is none. */
export function asFailureReason(text: string | null | undefined): FailureReason | undefined {
  return failureReasons.find((name) => name === text);
}
