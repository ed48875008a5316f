import { QueryClient } from '@tanstack/react-query';
import { call, type AnswerOf, type CallOptions, type Operation } from '../../client/src/api.ts';
import type { components } from '../../client/src/api-types.ts';
import { HttpClient } from '../../client/src/http.ts';
import { ApiError } from '../../client/src/problem.ts';
import { sayProblem } from './say-problem.ts';
import { session } from './session.ts';

export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** Everything that the web app asks the server for goes through here, as whoever uses this window. */
export const http = new HttpClient({
  baseUrl: location.origin,
  token: (refused) => session.token(refused),
  tries: 4,
  timeoutMillis: 20_000,
});

type Optional<Options> = Partial<Options> extends Options ? [options?: Options] : [options: Options];

/** `api('deliveries.getDelivery', { path: { id } })`, with the types of the API document. */
export const api = <Name extends Operation>(
  name: Name,
  ...options: Optional<CallOptions<Name>>
): Promise<AnswerOf<Name>> => call(http, name, ...options);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 5 * 60_000,
      // HttpClient has tried again already.
      retry: false,
      refetchOnReconnect: true,
      // What could not be read for want of a server is read when there is one again; a refusal stays one.
      refetchInterval: ({ state: { error } }) =>
        error && !(error instanceof ApiError && error.status < 500) ? 4000 : false,
    },
    mutations: { retry: false },
  },
});

/** One sentence for whoever reads it: of a refusal, or that nobody answered. */
export function sentenceOf(error: unknown, offline: string): string {
  if (error instanceof ApiError) return sayProblem(error.problem);
  return offline;
}
