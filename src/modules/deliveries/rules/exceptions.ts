export const exceptionReasons = ['late', 'failed', 'no_driver', 'rescheduled'] as const;

/** What usually helps, by the names of the actions; the first is the first to try. */
export function suggestedActions(
  { exception, state, tries }: { exception: string; state: string; tries: number },
  maxTries: number,
): string[] {
  if (exception === 'failed') return tries < maxTries ? ['retry', 'startReturn'] : ['startReturn'];
  if (exception === 'no_driver') return ['assignDriver', 'cancel'];
  if (exception === 'rescheduled') return ['unassignDriver', 'resolve'];
  if (state === 'ready') return ['assignDriver', 'resolve'];
  if (state === 'assigned') return ['unassignDriver', 'resolve'];
  return ['resolve'];
}
