/**
 * `npm run reference`: writes what is derived from the declarations: docs/reference/, the diagrams in the READMEs, and
 * the types of the client. `-- --check` writes nothing and fails when something differs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { allDeclarations } from '../src/commands/where/declarations.ts';
import { homeOf, root } from '../src/commands/where/source.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { referenceDocument } from '../src/platform/http/reference-pages.ts';
import { drawLifecycle } from '../src/platform/lifecycle/describe.ts';
import { describeMetrics } from '../src/platform/telemetry/metrics.ts';
import { configSections, errorCatalogue, metricCollectors, routes, version } from '../src/roles/catalogue.ts';
import { manifests } from '../src/roles/modules.ts';
import { betweenMarks, byName } from './reference/markdown.ts';
import {
  configurationPage,
  errorsPage,
  eventsPage,
  metricsPage,
  operationsPage,
  permissionsPage,
} from './reference/pages.ts';

const check = process.argv.includes('--check');
const config = loadConfig(configSections, {});
const problems: string[] = [];

const read = (file: string): string | undefined => {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
};

function put(file: string, text: string): void {
  if (read(file) === text) return;
  if (check) {
    problems.push(`${file} is not what the code declares; run \`npm run reference\` and commit it.`);
    return;
  }
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  process.stdout.write(`${file}\n`);
}

const document = referenceDocument(
  { routes, errors: errorCatalogue, manifests, version },
  'http://localhost:3000',
);
put('docs/reference/openapi.json', `${JSON.stringify(document, null, 2)}\n`);
put('docs/reference/configuration.md', configurationPage(config.describe()));
put('docs/reference/errors.md', errorsPage(errorCatalogue));
put('docs/reference/events.md', eventsPage(manifests));
put('docs/reference/permissions.md', permissionsPage(manifests, routes));
put('docs/reference/metrics.md', metricsPage(describeMetrics(metricCollectors)));
put('docs/reference/operations.md', operationsPage(routes, allDeclarations()));

const addresses = byName(
  routes.filter(({ undocumented }) => !undocumented),
  ({ operation }) => operation,
).map(({ operation, method, path: template }) => `  '${operation}': ['${method}', '${template}'],\n`);
put(
  'client/src/addresses.ts',
  `// Made by \`npm run reference\`. Not to be edited.\nexport const addresses = {\n${addresses.join('')}} as const;\n`,
);

const types = await openapiTypes(document as unknown as OpenAPI3, { alphabetize: true });
put(
  'client/src/api-types.ts',
  `// Made by \`npm run reference\` from the OpenAPI document. Not to be edited.\n${astToString(types)}`,
);

for (const { name, lifecycles = [] } of manifests) {
  if (lifecycles.length === 0) continue;
  const file = `${homeOf(name)}/README.md`;
  let text = read(file);
  if (text === undefined) {
    problems.push(
      `${file} is missing; it shows the states of ${lifecycles.map(({ entity }) => entity).join(', ')}.`,
    );
    continue;
  }
  for (const lifecycle of lifecycles) {
    const mark = `lifecycle:${lifecycle.entity}`;
    const drawn = betweenMarks(text, mark, drawLifecycle(lifecycle, config));
    if (drawn === undefined)
      problems.push(`${file} has no place for the diagram: <!-- ${mark} --> <!-- /${mark} -->`);
    else text = drawn;
  }
  put(file, text);
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length > 0 ? 1 : 0);
