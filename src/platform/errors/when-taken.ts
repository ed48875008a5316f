import type { Problem, ProblemExtras } from './problem.ts';

/**
 * For the `catch` of a write: "another row has this value already" becomes the problem that names the field, and every
 * other error goes on as it is.
 */
export function whenTaken(field: string, problem: (extras: ProblemExtras) => Problem) {
  return (error: unknown): never => {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw problem({ errors: [{ field, reason: 'is taken' }], cause: error });
  };
}
