import { platformErrors } from '../errors/platform-errors.ts';

const maxDepth = 32;

/** @throws malformed_json, invalid_request when nested deeper than 32 or made to reach into prototypes */
export function parseJson(body: string): unknown {
  if (body.length === 0) return undefined;
  checkDepth(body);
  try {
    return JSON.parse(body, suspicious.test(body) ? refuseHarm : undefined);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.replace(/ in JSON|, "?.*is not valid JSON.*$/gs, '');
    throw platformErrors.malformed_json(`${reason}.`, {
      errors: [{ field: 'body', reason: 'is not valid JSON' }],
    });
  }
}

/** A key that reaches into prototypes, and the characters that PostgreSQL cannot store: NUL and halves of pairs. */
const suspicious = /__proto__|\\u(?:0000|[dD][89a-fA-F])/;

function refuseHarm(key: string, value: unknown): unknown {
  if (key === '__proto__') throw refused('__proto__', 'is not a known field');
  for (const text of [key, value])
    if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed()))
      throw refused(key === text ? 'body' : key || 'body', 'has a character that cannot be stored');
  return value;
}

const refused = (field: string, reason: string) =>
  platformErrors.invalid_request(`${field} ${reason}.`, { errors: [{ field, reason }] });

function checkDepth(body: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < body.length; index++) {
    const char = body.charCodeAt(index);
    if (inString) {
      if (char === 0x5c) index++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > maxDepth)
        throw platformErrors.invalid_request(`The body is nested deeper than ${maxDepth} levels.`, {
          errors: [{ field: 'body', reason: `is nested deeper than ${maxDepth} levels` }],
        });
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
}
