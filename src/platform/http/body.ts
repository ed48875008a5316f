import { platformErrors } from '../errors/platform-errors.ts';

const maxDepth = 32;

/** @throws malformed_json, invalid_request when nested deeper than 32 or made to reach into prototypes */
export function parseJson(body: string): unknown {
  if (body.length === 0) return undefined;
  checkDepth(body);
  try {
    return JSON.parse(body, body.includes('__proto__') ? refusePrototype : undefined);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.replace(/ in JSON|, "?.*is not valid JSON.*$/gs, '');
    throw platformErrors.malformed_json(`${reason}.`, {
      errors: [{ field: 'body', reason: 'is not valid JSON' }],
    });
  }
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key !== '__proto__') return value;
  throw platformErrors.invalid_request('__proto__ is not a known field.', {
    errors: [{ field: '__proto__', reason: 'is not a known field' }],
  });
}

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
