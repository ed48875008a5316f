/** The kinds of settings. Each parses the text of an environment variable or says in words what is wrong. */
export interface Setting<T> {
  kind: string;
  meaning: string;
  default: T;
  secret: boolean;
  /** The full environment name where the usual one (prefix + key) does not apply, such as DATABASE_URL. */
  env?: string;
  parse(text: string): T;
}

export class SettingProblem extends Error {}

interface Options<T> {
  default: T;
  meaning: string;
  env?: string;
  secret?: boolean;
}

function setting<T>(kind: string, options: Options<T>, parse: (text: string) => T): Setting<T> {
  return {
    kind,
    meaning: options.meaning,
    default: options.default,
    secret: options.secret ?? false,
    parse,
    ...(options.env && { env: options.env }),
  };
}

const refuse = (reason: string): never => {
  throw new SettingProblem(reason);
};

export const text = (options: Options<string>) => setting('text', options, (value) => value);

export const boolean = (options: Options<boolean>) =>
  setting('yes or no', options, (value) => {
    if (/^(true|yes|on|1)$/i.test(value)) return true;
    if (/^(false|no|off|0)$/i.test(value)) return false;
    return refuse('must be true or false');
  });

export const number = (options: Options<number> & { min?: number; max?: number; integer?: boolean }) =>
  setting(options.integer ? 'whole number' : 'number', options, (value) => {
    const parsed = Number(value);
    const { min = -Infinity, max = Infinity } = options;
    if (value.trim() === '' || !Number.isFinite(parsed)) return refuse('must be a number');
    if (options.integer && !Number.isInteger(parsed)) return refuse('must be a whole number');
    if (parsed < min || parsed > max) return refuse(`must be between ${min} and ${max}`);
    return parsed;
  });

export const integer = (options: Options<number> & { min?: number; max?: number }) =>
  number({ ...options, integer: true });

const durationUnits: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** In seconds; the environment may say `90`, `90s`, `5m`, `2h` or `30d`. */
export const durationSeconds = (options: Options<number> & { min?: number }) =>
  setting('duration', options, (value) => {
    const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(value.trim());
    if (!match) return refuse('must be a duration such as 90s, 5m or 2h');
    const seconds = Number(match[1]) * (durationUnits[match[2] ?? 's'] ?? 1);
    if (seconds < (options.min ?? 0)) return refuse(`must be at least ${options.min} seconds`);
    return seconds;
  });

export const choice = <const T extends string>(options: Options<T> & { of: readonly T[] }) =>
  setting<T>('one of ' + options.of.join(', '), options, (value) =>
    (options.of as readonly string[]).includes(value)
      ? (value as T)
      : refuse(`must be one of ${options.of.join(', ')}`),
  );

export const list = <const T extends string>(options: Options<readonly T[]> & { of?: readonly T[] }) =>
  setting<readonly T[]>('list, separated by commas', options, (value) => {
    const items = value
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
    const wrong = options.of && items.find((item) => !(options.of as readonly string[]).includes(item));
    return wrong ? refuse(`has "${wrong}", which is not one of ${options.of?.join(', ')}`) : (items as T[]);
  });

/** A service address such as postgresql://user:secret@host/name; shown without its password. */
export const url = (options: { meaning: string; env?: string; protocols: readonly string[] }) =>
  setting<string | undefined>('address', { ...options, default: undefined, secret: true }, (value) => {
    const parsed = URL.parse(value);
    const schemes = options.protocols.map((protocol) => `${protocol}://`).join(' or ');
    if (!parsed || !options.protocols.includes(parsed.protocol.slice(0, -1)))
      return refuse(`must begin with ${schemes}`);
    return value;
  });
