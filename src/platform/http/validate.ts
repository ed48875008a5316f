import { z } from 'zod';
import { platformErrors } from '../errors/platform-errors.ts';
import type { FieldError } from '../errors/problem.ts';

/** Makes the schema fast to parse; schemas that cannot be compiled (async, custom) stay as they are. */
export function compiled<T extends z.ZodType>(schema: T): T {
  try {
    return z.compile(schema) as T;
  } catch (error) {
    if (error instanceof z.ZodCompileUnsupportedError || error instanceof z.ZodCompileAsyncError)
      return schema;
    throw error;
  }
}

/** @throws invalid_request naming every wrong field and the reason */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  place: 'body' | 'query' | 'path',
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error, place);
  const first = errors[0];
  throw platformErrors.invalid_request(
    first ? `${first.field} ${first.reason}.` : `The ${place} is not valid.`,
    { errors },
  );
}

export function fieldErrors(error: z.ZodError, place: string): FieldError[] {
  return error.issues.slice(0, 50).flatMap((issue) => {
    const base = pathText(issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        field: base ? `${base}.${key}` : key,
        reason: 'is not a known field',
      }));
    return [{ field: base || place, reason: reasonOf(issue) }];
  });
}

function pathText(path: PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index ? `.${String(part)}` : String(part),
    )
    .join('');
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message))
    return 'is missing';
  return issue.message
    .replace(/^Invalid input: /, '')
    .replace(/^expected /, 'must be: ')
    .replace(/^Too/, 'is too');
}
