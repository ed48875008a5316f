import { z } from 'zod';
import { PUBLIC } from '../../src/platform/http/route.ts';
import type { DescribedSetting } from '../../src/platform/config/config.ts';
import type { ErrorDefinition } from '../../src/platform/errors/problem.ts';
import type { MetricDescription } from '../../src/platform/telemetry/metrics.ts';
import type { Declaration } from '../../src/commands/where/declarations.ts';
import type { Manifest } from '../../src/platform/modules/manifest.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { byName, code, page, table } from './markdown.ts';

export function configurationPage(settings: readonly DescribedSetting[]): string {
  const rows = byName(settings, ({ env }) => env).map(({ env, kind, default: value, secret, meaning }) => [
    code(env),
    secret ? `${kind}, secret` : kind,
    shownDefault(value),
    meaning,
  ]);
  return page(
    'Configuration',
    'Each setting is an environment variable. `caravan config` prints the values that are in force and where each comes from. A wrong one, or a `CARAVAN_…` that is not in this list, stops the start with one sentence. Durations may be written as `90`, `90s`, `5m`, `2h` or `30d`.',
    table(['Setting', 'Kind', 'Default', 'Meaning'], rows),
  );
}

function shownDefault(value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  return code(Array.isArray(value) ? value.join(',') : String(value));
}

export function errorsPage(errors: Readonly<Record<string, ErrorDefinition>>): string {
  const rows = byName(Object.entries(errors), ([name]) => name).map(([name, { status, title }]) => [
    `<a id="${name}"></a>${code(name)}`,
    String(status),
    title,
  ]);
  return page(
    'Errors',
    'Every refusal is a problem (RFC 9457, `application/problem+json`) whose `code` is one of these. `detail` says in one sentence what is wrong this time, `errors` names the fields, `requestId` finds the line in the log.',
    table(['Code', 'Status', 'Meaning'], rows),
  );
}

export function eventsPage(manifests: readonly Manifest[]): string {
  const sections = manifests.flatMap(({ name, events = [] }) =>
    events.length === 0
      ? []
      : [
          `## ${name}`,
          table(
            ['Event', 'Version', 'Meaning', 'Payload'],
            byName(events, (event) => event.name).map(({ name: event, version, meaning, payload }) => [
              code(event),
              String(version),
              meaning,
              payloadFields(payload),
            ]),
          ),
        ],
  );
  return page(
    'Events',
    'Each write publishes one of these, in the transaction of the write. `GET /v1/events` follows them; a subscriber sees each at least once, and those of one entity in the order of their `sequence`. A payload only ever grows within a version.',
    ...sections,
  );
}

function payloadFields(payload: z.ZodType): string {
  const schema = z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.keys(schema.properties ?? {})
    .map((name) => code(schema.required?.includes(name) ? name : `${name}?`))
    .join(', ');
}

const scopes = 'own: their own records; party: those of their companies; region: those of their regions; all';

export function permissionsPage(manifests: readonly Manifest[], routes: readonly Route[]): string {
  const rows = byName(
    manifests.flatMap(({ permissions = {} }) => Object.entries(permissions)),
    ([name]) => name,
  ).map(([name, { meaning, roles }]) => [
    code(name),
    meaning,
    byName(Object.entries(roles), ([role]) => role)
      .map(([role, scope]) => `${role} (${scope})`)
      .join(', '),
    byName(
      routes.filter(({ permission }) => permission === name),
      ({ operation }) => operation,
    )
      .map(({ operation }) => code(operation))
      .join(', '),
  ]);
  const open = byName(
    routes.filter(({ permission }) => permission === PUBLIC),
    ({ operation }) => operation,
  ).map(({ operation, summary }) => [code(operation), summary]);
  return page(
    'Permissions',
    `Who may do what, and how far it reaches (${scopes}). What lies beyond the reach answers 404, as if it were not there.`,
    table(['Permission', 'Meaning', 'Roles', 'Operations'], rows),
    '## Without a token',
    table(['Operation', 'What it does'], open),
  );
}

export function metricsPage(metrics: readonly MetricDescription[]): string {
  const rows = byName(metrics, ({ name }) => name).map(({ name, type, labels, help }) => [
    code(name),
    type,
    labels.map(code).join(', '),
    help,
  ]);
  return page(
    'Metrics',
    '`GET /metrics` gives these in the Prometheus text format, besides the figures of the process and of Node (`caravan_process_…`, `caravan_nodejs_…`). The alert rules are in `deploy/prometheus/alerts.yaml`.',
    table(['Metric', 'Type', 'Labels', 'Meaning'], rows),
  );
}

export function operationsPage(routes: readonly Route[], declarations: readonly Declaration[]): string {
  const fileOf = new Map(
    declarations
      .filter(({ kind }) => kind === 'operation' || kind === 'action')
      .map(({ name, file }) => [name, file]),
  );
  const rows = byName(routes, ({ operation }) => operation).map((route) => {
    const file = fileOf.get(route.operation);
    return [
      code(route.operation),
      code(`${route.method} ${route.path}`),
      route.permission === PUBLIC ? 'public' : code(route.permission as string),
      route.summary,
      file ? `[${file.slice(file.lastIndexOf('/') + 1)}](../../${file})` : '',
    ];
  });
  return page(
    'Operations',
    'The whole description with schemas is `openapi.json` beside this file, and `/docs` of a running instance.',
    table(['Operation', 'Request', 'Permission', 'What it does', 'Declared in'], rows),
  );
}
