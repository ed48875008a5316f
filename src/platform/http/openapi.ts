import { z } from 'zod';
import { platformErrors } from '../errors/platform-errors.ts';
import type { ErrorDefinition } from '../errors/problem.ts';
import { PUBLIC, type Route } from './route.ts';

type JsonSchema = Record<string, any>;

export interface OpenApiParts {
  routes: readonly Route[];
  /** All error codes of the program. */
  errors: Readonly<Record<string, ErrorDefinition>>;
  tags: readonly { name: string; description: string }[];
  version: string;
  serverUrl: string;
}

/** The OpenAPI 3.1 document, from the same schemas that validate. */
export function openApiDocument({ routes, errors, tags, version, serverUrl }: OpenApiParts): JsonSchema {
  const components: Record<string, JsonSchema> = { Problem: problemSchema(Object.keys(errors)) };
  const paths: Record<string, JsonSchema> = {};
  for (const route of routes) {
    if (route.undocumented) continue;
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operation(route, errors, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Caravan',
      version,
      description:
        'Moving things and people, and everything around it. Each write takes an `Idempotency-Key`; each list is paged by `cursor`; each error is a problem (RFC 9457) with a `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    security: [{ bearer: [] }],
    tags: [...tags],
    paths,
    components: {
      schemas: components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(
  route: Route,
  errors: OpenApiParts['errors'],
  components: Record<string, JsonSchema>,
): JsonSchema {
  const write = route.method !== 'GET';
  const status = String(route.status ?? (route.response || route.produces ? 200 : 204));
  const body = route.body && convert(route.body, 'input', components);
  return {
    operationId: route.operation,
    tags: [route.operation.split('.')[0]],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...(route.permission === PUBLIC ? { security: [] } : { 'x-permission': route.permission }),
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
      ...(route.method === 'GET' && route.query ? [fieldsParameter] : []),
      ...(write && (route.transaction !== false || route.takesKey) ? [idempotencyKey] : []),
      ...(route.problems?.includes('precondition_failed') ? [ifMatch] : []),
    ],
    ...((body || route.accepts) && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          (route.accepts ?? ['application/json']).map((type) => [
            type,
            { schema: type === 'application/json' && body ? body : { type: 'string' } },
          ]),
        ),
      },
    }),
    responses: {
      [status]: {
        description: 'Done',
        ...(route.response && {
          content: { 'application/json': { schema: convert(route.response, 'input', components) } },
        }),
        ...(route.produces && { content: { [route.produces]: { schema: { type: 'string' } } } }),
      },
      ...problemResponses(route, errors),
    },
  };
}

const fieldsParameter = {
  name: 'fields',
  in: 'query',
  description: 'Only these top-level fields, separated by commas',
  schema: { type: 'string' },
};
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Sent again with the same key, the request takes effect once and gets the same answer',
  schema: { type: 'string', maxLength: 200 },
};
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  description: 'The ETag that was read; refused with 412 when it changed since',
  schema: { type: 'string' },
};

/** The codes that a route may answer: its own, and those that come from what it is. */
export function problemCodes(route: Route): Set<string> {
  const always: string[] = ['invalid_request', 'internal_error', 'database_unavailable', 'too_many_requests'];
  // A token that is not valid is refused also where none is needed.
  if (!route.ownAuthorization) always.push('not_authenticated');
  if (route.permission !== PUBLIC) always.push('forbidden');
  if (route.params) always.push('not_found');
  if (route.method !== 'GET' && route.transaction !== false)
    always.push('request_in_flight', 'idempotency_key_reused');
  if (route.body || route.accepts) always.push('body_too_large', 'unsupported_media_type', 'malformed_json');
  return new Set([...always, ...(route.problems ?? [])]);
}

function problemResponses(route: Route, errors: OpenApiParts['errors']): JsonSchema {
  const byStatus = new Map<number, string[]>();
  for (const code of problemCodes(route)) {
    const status = (errors[code] ?? platformErrors.definitions[code as 'not_found'])?.status;
    if (status === undefined)
      throw new Error(`${route.operation} names the problem ${code}, which no catalogue has`);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.join(', '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}

function problemSchema(codes: readonly string[]): JsonSchema {
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: {
        type: 'string',
        enum: [...new Set([...Object.keys(platformErrors.definitions), ...codes])].sort(),
      },
      detail: text,
      operation: text,
      requestId: text,
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['field', 'reason'],
          properties: { field: text, reason: text },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: true,
  };
}

function parameters(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  components: Record<string, JsonSchema>,
): JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = convert(schema, 'input', components);
  return Object.entries<JsonSchema>(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description && { description }),
    schema: rest,
  }));
}

/** JSON Schema of a zod schema; what has an id of its own moves to the components. */
export function convert(
  schema: z.ZodType,
  io: 'input' | 'output',
  components: Record<string, JsonSchema>,
): JsonSchema {
  const { $schema, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  for (const [name, definition] of Object.entries<JsonSchema>($defs ?? {})) {
    const { id, ...body } = definition;
    components[name] = relink(body) as JsonSchema;
  }
  const { id, ...own } = rest as JsonSchema;
  if (typeof id === 'string') {
    components[id] = relink(own) as JsonSchema;
    return { $ref: `#/components/schemas/${id}` };
  }
  return relink(own) as JsonSchema;
}

function relink(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(relink);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, value.replace('#/$defs/', '#/components/schemas/')]
        : key === 'id' && typeof value === 'string'
          ? ['title', value]
          : [key, relink(value)],
    ),
  );
}
