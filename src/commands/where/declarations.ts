import path from 'node:path';
import { environmentName } from '../../platform/config/config.ts';
import { describeMetrics } from '../../platform/telemetry/metrics.ts';
import { configSections, jobs, metricCollectors, routes, subscribers } from '../../roles/catalogue.ts';
import { manifests } from '../../roles/modules.ts';
import { allMatches, filesBelow, firstMatch, homeOf, quoted, type Found } from './source.ts';

export type DeclarationKind =
  | 'operation'
  | 'action'
  | 'lifecycle'
  | 'event'
  | 'table'
  | 'error'
  | 'setting'
  | 'metric'
  | 'permission'
  | 'job'
  | 'subscriber'
  | 'topic';

/** Something that has a name on the outside, and the line that declares it. */
export interface Declaration extends Found {
  kind: DeclarationKind;
  name: string;
  /** `POST /v1/deliveries` for an operation; one sentence for others. */
  meaning: string;
  method?: string;
  path?: string;
}

/** Everything that the program declares. Reads the source files; for a person who looks for one, not for requests. */
export function allDeclarations(): Declaration[] {
  return [
    ...operations(),
    ...lifecycleParts(),
    ...manifests.flatMap((manifest) => {
      const files = filesBelow(homeOf(manifest.name));
      const named = (kind: DeclarationKind, name: string, meaning: string, pattern: RegExp) =>
        declaration(kind, name, meaning, firstMatch(files, pattern));
      return [
        ...(manifest.events ?? []).map(({ name, meaning }) => {
          const short = name.slice(name.indexOf('.') + 1);
          return named('event', name, meaning, new RegExp(`'${quoted(name)}'|^\\s*${quoted(short)}: `, 'm'));
        }),
        ...Object.entries(manifest.errors?.definitions ?? {}).map(([name, { title }]) =>
          named('error', name, title, new RegExp(`^\\s*${quoted(name)}: \\{`, 'm')),
        ),
        ...Object.entries(manifest.permissions ?? {}).map(([name, { meaning }]) =>
          named('permission', name, meaning, new RegExp(`^\\s*'${quoted(name)}':`, 'm')),
        ),
        ...(manifest.channels ?? []).map(({ name }) => {
          const channels = files.filter((file) => /\/channels(\/|\.ts$)/.test(file));
          return declaration(
            'topic',
            name,
            'Topic of the live socket',
            firstMatch(channels, new RegExp(`'${quoted(name)}'`)),
          );
        }),
      ];
    }),
    ...tables(),
    ...settings(),
    ...describeMetrics(metricCollectors).map(({ name, help }) =>
      declaration('metric', name, help, metricLine(name)),
    ),
    ...jobs.map(({ name, meaning }) => byPath('job', name, meaning, 'jobs')),
    ...subscribers.map(({ name, events }) =>
      byPath(
        'subscriber',
        name,
        `Listens to ${events === '*' ? 'everything' : events.join(', ')}`,
        'subscribers',
      ),
    ),
  ];
}

const nowhere: Found = { file: 'src/roles/modules.ts', line: 1 };

const declaration = (
  kind: DeclarationKind,
  name: string,
  meaning: string,
  found: Found | undefined,
): Declaration => ({ kind, name, meaning, ...(found ?? nowhere) });

/** The name on the wire is the path on disk. */
function byPath(kind: DeclarationKind, name: string, meaning: string, folder: string): Declaration {
  const [owner = '', rest = ''] = name.split('.');
  const home = homeOf(owner);
  const declared = new RegExp(`export const ${quoted(rest)}\\b`);
  const own = filesBelow(`${home}/${folder}`).filter((file) => file.endsWith(`/${rest}.ts`));
  return declaration(
    kind,
    name,
    meaning,
    firstMatch(own, declared) ?? own.map((file) => ({ file, line: 1 }))[0],
  );
}

function operations(): Declaration[] {
  const actions = new Set(
    manifests.flatMap(({ lifecycles = [] }) =>
      lifecycles.flatMap(({ module, actions: own }) => Object.keys(own).map((name) => `${module}.${name}`)),
    ),
  );
  return routes
    .filter(({ operation }) => !actions.has(operation))
    .map(({ operation, method, path, summary }) => ({
      ...byPath('operation', operation, `${method} ${path}: ${summary}`, 'routes'),
      method,
      path,
    }));
}

function lifecycleParts(): Declaration[] {
  return manifests.flatMap(({ name: owner, lifecycles = [] }) => {
    const files = filesBelow(homeOf(owner));
    return lifecycles.flatMap((lifecycle) => {
      const home =
        firstMatch(files, new RegExp(`^\\s*entity: '${quoted(lifecycle.entity)}'`, 'm')) ?? nowhere;
      const actions = Object.entries(lifecycle.actions).map(
        ([name, { meaning, permission }]): Declaration => {
          const line = firstMatch([home.file], new RegExp(`^\\s*${quoted(name)}(: |,$)`, 'm')) ?? home;
          if (permission === 'system')
            return declaration('action', `${lifecycle.module}.${name}`, meaning, line);
          const path = `${lifecycle.path}/{id}/actions/${name}`;
          return {
            ...declaration('action', `${lifecycle.module}.${name}`, `POST ${path}: ${meaning}`, line),
            method: 'POST',
            path,
          };
        },
      );
      const states = Object.keys(lifecycle.states).length;
      return [
        declaration('lifecycle', lifecycle.entity, `${states} states, ${actions.length} actions`, home),
        ...actions,
      ];
    });
  });
}

function tables(): Declaration[] {
  const pattern =
    /^create\s+(?:unlogged\s+)?(table|view|materialized view)\s+(?:if not exists\s+)?([a-z_]+\.[a-z_]+)/gim;
  return manifests.flatMap(({ name }) =>
    allMatches(filesBelow(`${homeOf(name)}/migrations`, '.sql'), pattern).map(({ file, line, match }) =>
      declaration('table', match[2]!, `${match[1]!.toLowerCase()} of ${name}`, { file, line }),
    ),
  );
}

function settings(): Declaration[] {
  const files = filesBelow('src').filter((file) => file.endsWith('config.ts'));
  return configSections.flatMap(({ prefix, settings: own }) => {
    const beside = files.filter((file) => firstMatch([file], new RegExp(`defineConfig\\(\\s*'${prefix}'`)));
    // A long section may keep some of its settings in a file of their own, beside it.
    const homes = files.filter((file) => beside.some((home) => path.dirname(home) === path.dirname(file)));
    return Object.entries(own).map(([key, setting]) =>
      declaration(
        'setting',
        environmentName(prefix, key, setting),
        setting.meaning,
        firstMatch(homes, new RegExp(`^\\s*${quoted(key)}: `, 'm')),
      ),
    );
  });
}

/** A name that is put together stands in the code only with its beginning. Where a metric is read it is not declared. */
function metricLine(name: string): Found | undefined {
  const files = filesBelow('src').filter((file) => !file.includes('/routes/'));
  const words = name.split('_');
  for (let length = words.length; length > 1; length--) {
    const part = words.slice(0, length).join('_');
    const found = firstMatch(
      files,
      new RegExp(`['\`]${quoted(part)}${length === words.length ? "['`]" : '_\\$\\{'}`),
    );
    if (found) return found;
  }
  return undefined;
}
