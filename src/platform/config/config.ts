import { SettingProblem, type Setting } from './settings.ts';

/** The settings of one module, each declared once. The environment name is the prefix and the key:
 *  `CARAVAN_DELIVERIES` and `offerTtlSeconds` give `CARAVAN_DELIVERIES_OFFER_TTL`. */
export interface ConfigSection<T extends Record<string, unknown> = Record<string, unknown>> {
  prefix: string;
  settings: { [K in keyof T]: Setting<T[K]> };
}

export function defineConfig<T extends Record<string, unknown>>(
  prefix: string,
  settings: { [K in keyof T]: Setting<T[K]> },
): ConfigSection<T> {
  return { prefix, settings };
}

export interface DescribedSetting {
  env: string;
  kind: string;
  meaning: string;
  default: unknown;
  value: unknown;
  source: 'default' | 'environment' | 'command line';
  secret: boolean;
}

export interface Config {
  /** The typed values of one section. */
  get<T extends Record<string, unknown>>(section: ConfigSection<T>): Readonly<T>;
  /** All settings with their value and where it came from; secrets are masked. */
  describe(): DescribedSetting[];
}

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export function environmentName(prefix: string, key: string, setting: Setting<unknown>): string {
  if (setting.env) return setting.env;
  const words = key.replace(/Seconds$/, '').replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `${prefix}_${words.toUpperCase()}`;
}

type Overrides = Record<string, string | undefined>;

/**
 * Reads every section once. Throws ConfigError with one sentence per mistake, unknown `CARAVAN_…` names included.
 * @param overrides values from the command line, by environment name; they win over the environment
 */
export function loadConfig(
  sections: readonly ConfigSection<any>[],
  environment: Record<string, string | undefined>,
  overrides: Overrides = {},
): Config {
  const problems: string[] = [];
  const values = new Map<ConfigSection, Record<string, unknown>>();
  const described: DescribedSetting[] = [];
  for (const section of sections) {
    const sectionValues: Record<string, unknown> = {};
    for (const [key, setting] of Object.entries<Setting<unknown>>(section.settings)) {
      const env = environmentName(section.prefix, key, setting);
      const fromCommandLine = overrides[env];
      const raw = fromCommandLine ?? environment[env];
      let value = setting.default;
      if (raw !== undefined && raw !== '') {
        try {
          value = setting.parse(raw);
        } catch (error) {
          if (!(error instanceof SettingProblem)) throw error;
          problems.push(`${env} ${error.message}, but is ${setting.secret ? 'something else' : `"${raw}"`}.`);
        }
      }
      sectionValues[key] = value;
      const source =
        fromCommandLine !== undefined
          ? 'command line'
          : raw !== undefined && raw !== ''
            ? 'environment'
            : 'default';
      const { kind, meaning, secret } = setting;
      described.push({
        env,
        kind,
        meaning,
        default: setting.default,
        value: masked(setting, value),
        source,
        secret,
      });
    }
    values.set(section, Object.freeze(sectionValues));
  }
  problems.push(...unknownNames(environment, described));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    get: (section) => {
      const found = values.get(section as ConfigSection);
      if (!found)
        throw new Error(`The settings ${section.prefix}_* were not loaded: their module is not in the list`);
      return found as never;
    },
    describe: () => described,
  };
}

function masked(setting: Setting<unknown>, value: unknown): unknown {
  if (!setting.secret || typeof value !== 'string') return value;
  const parsed = URL.parse(value);
  if (!parsed) return '***';
  if (parsed.password) parsed.password = '***';
  return parsed.href;
}

function unknownNames(
  environment: Record<string, string | undefined>,
  described: DescribedSetting[],
): string[] {
  const known = new Set(described.map((setting) => setting.env));
  return Object.keys(environment)
    .filter((name) => name.startsWith('CARAVAN_') && !name.startsWith('CARAVAN_TEST_') && !known.has(name))
    .map((name) => {
      const near = [...known].find((candidate) => distanceAtMostTwo(candidate, name));
      return `${name} is not a setting${near ? `; did you mean ${near}?` : '; `caravan config` lists them all.'}`;
    });
}

/** Whether two names differ by at most two typed mistakes (Levenshtein). */
function distanceAtMostTwo(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]! <= 2;
}
