import { addresses } from './addresses.ts';
import type { operations } from './api-types.ts';
import type { HttpClient, QueryValue, RequestOptions } from './http.ts';

/** `deliveries.createDelivery`: the names of docs/reference/operations.md. */
export type Operation = keyof typeof addresses & keyof operations;

type Parameters<Name extends Operation> = operations[Name]['parameters'];
type Path<Name extends Operation> = Parameters<Name> extends { path: infer P } ? { path: P } : unknown;
type Query<Name extends Operation> =
  Parameters<Name> extends { query: infer Q }
    ? { query: Q }
    : Parameters<Name> extends { query?: infer Q }
      ? { query?: Q }
      : unknown;
type Body<Name extends Operation> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? { body: B }
  : unknown;

/** What an operation takes, besides how the request is to be sent. */
export type CallOptions<Name extends Operation> = Path<Name> &
  Query<Name> &
  Body<Name> &
  Pick<RequestOptions, 'idempotencyKey' | 'ifVersion' | 'headers'>;

type Success = 200 | 201 | 202;
type Responses<Name extends Operation> = operations[Name]['responses'];

/** What it answers; undefined where there is nothing to say. */
export type AnswerOf<Name extends Operation> = {
  [Status in keyof Responses<Name> & Success]: Responses<Name>[Status] extends {
    content: { 'application/json': infer A };
  }
    ? A
    : undefined;
}[keyof Responses<Name> & Success];

type Optional<Options> = Partial<Options> extends Options ? [options?: Options] : [options: Options];

/**
 * Calls one operation by its name, with the types of the OpenAPI document.
 * @throws ApiError with the problem's code when the server refuses
 */
export async function call<Name extends Operation>(
  http: HttpClient,
  name: Name,
  ...[options]: Optional<CallOptions<Name>>
): Promise<AnswerOf<Name>> {
  const [method, template] = addresses[name];
  const {
    path = {},
    query,
    ...rest
  } = (options ?? {}) as RequestOptions & {
    path?: Record<string, string | number>;
    query?: Record<string, QueryValue>;
  };
  const address = template.replace(/\{(\w+)\}/g, (_hole, key: string) =>
    encodeURIComponent(String(path[key])),
  );
  return (await http.request<AnswerOf<Name>>(method, address, { ...rest, ...(query && { query }) })).body;
}
