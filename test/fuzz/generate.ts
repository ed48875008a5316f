import { pick, randomInteger, type Rng } from '../../src/platform/ports/rng.ts';

type Schema = Record<string, any>;

const words = ['', 'a', 'CHF', 'van', '2026-01-01T10:00:00Z', 'Städtle 1', 'x'.repeat(70)];

/** Values that programs trip over. All can be written as JSON. */
const nasty: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e💥e\u0301',
  'x'.repeat(5000),
  "'; drop table deliveries.deliveries; --",
  '{{7*7}}',
  '../../../etc/passwd',
  '__proto__',
  '00000000-0000-0000-0000-000000000000',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59+14:00',
  '+275760-09-13T00:00:00.001Z',
  '2026-02-30T25:61:61Z',
  '1e999',
  'NaN',
  '-1',
  -1,
  -0,
  0,
  1.5,
  1e-320,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  [],
  [[]],
  {},
  { constructor: { prototype: 1 } },
  Array.from({ length: 500 }, () => 'x'),
];

/** A value that the schema allows, mostly; then spoilt here and there. */
export function bodyFor(schema: Schema, rng: Rng, ids: readonly string[]): unknown {
  const value = valid(schema, rng, ids, 0);
  const spoils = pick(rng, [0, 1, 1, 2, 3]);
  let spoilt: unknown = value;
  for (let count = 0; count < spoils; count++) spoilt = spoil(spoilt, rng);
  return spoilt;
}

function valid(schema: Schema, rng: Rng, ids: readonly string[], depth: number): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(rng, schema.enum as unknown[]);
  const choices = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Schema[] | undefined;
  if (choices) return valid(pick(rng, choices), rng, ids, depth);
  switch (schema.type) {
    case 'object':
      return validObject(schema, rng, ids, depth);
    case 'array': {
      const length = Math.max(schema.minItems ?? 0, randomInteger(rng, 0, 3));
      return Array.from({ length }, () => valid(schema.items ?? {}, rng, ids, depth + 1));
    }
    case 'integer':
    case 'number': {
      const min = Math.max(schema.minimum ?? schema.exclusiveMinimum ?? -1000, -1e9);
      const max = Math.min(schema.maximum ?? schema.exclusiveMaximum ?? 1000, 1e9);
      return schema.type === 'integer' ? randomInteger(rng, min, max) : min + rng.float() * (max - min);
    }
    case 'boolean':
      return rng.float() < 0.5;
    case 'string':
      return validText(schema, rng, ids);
    default:
      return pick(rng, nasty);
  }
}

function validObject(schema: Schema, rng: Rng, ids: readonly string[], depth: number): unknown {
  const required = new Set<string>(schema.required ?? []);
  const entries = Object.entries<Schema>(schema.properties ?? {}).filter(
    ([name]) => required.has(name) || (depth < 4 && rng.float() < 0.5),
  );
  return Object.fromEntries(entries.map(([name, part]) => [name, valid(part, rng, ids, depth + 1)]));
}

function validText(schema: Schema, rng: Rng, ids: readonly string[]): string {
  if (schema.format === 'uuid') return ids.length > 0 && rng.float() < 0.8 ? pick(rng, ids) : newUuid(rng);
  if (schema.format === 'date-time') return new Date(1.75e12 + rng.float() * 1e11).toISOString();
  if (schema.format === 'date') return new Date(1.75e12 + rng.float() * 1e11).toISOString().slice(0, 10);
  return pick(rng, words).slice(0, schema.maxLength ?? 100);
}

function newUuid(rng: Rng): string {
  const hex = rng.bytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Replaces, removes or adds something somewhere in the value. */
function spoil(value: unknown, rng: Rng): unknown {
  if (typeof value !== 'object' || value === null || rng.float() < 0.1) return pick(rng, nasty);
  if (Array.isArray(value)) {
    if (value.length === 0) return [pick(rng, nasty)];
    const at = randomInteger(rng, 0, value.length - 1);
    return value.map((item, index) => (index === at ? spoil(item, rng) : (item as unknown)));
  }
  const keys = Object.keys(value);
  if (keys.length === 0 || rng.float() < 0.1)
    return { ...value, [pick(rng, ['surprise', '', 'id'])]: pick(rng, nasty) };
  const key = pick(rng, keys);
  const { [key]: chosen, ...rest } = value as Record<string, unknown>;
  return rng.float() < 0.15 ? rest : { ...rest, [key]: spoil(chosen, rng) };
}

/** What stands in a path or a query. */
export function textFor(schema: Schema | undefined, rng: Rng, ids: readonly string[]): string {
  const value = schema && rng.float() < 0.6 ? valid(schema, rng, ids, 0) : pick(rng, nasty);
  return String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 6000);
}

/** JSON that is none, and more of it than anyone wants. */
export const brokenBodies: readonly string[] = [
  '',
  '{',
  '[',
  'null',
  '"text"',
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '{"\\u0000":1}',
  '{"__proto__":{"admin":true}}',
  '['.repeat(5000),
  `{"a":${'9'.repeat(4000)}}`,
  `{"a":"${'x'.repeat(2_000_000)}"}`,
];
