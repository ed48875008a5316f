import type { Manifest } from '../../src/platform/modules/manifest.ts';
import { isTest, type SourceFile, type Violation } from './source-tree.ts';

/** What the program registers, as far as names go. */
export interface Registered {
  manifests: readonly Pick<Manifest, 'name' | 'lifecycles'>[];
  routes: readonly { operation: string; permission?: unknown; summary: string; description?: string }[];
  jobs: readonly { name: string }[];
  subscribers: readonly { name: string }[];
}

/** Folder of a manifest by its name. */
export function homeOf(name: string, files: readonly SourceFile[]): string {
  if (name === 'platform') return 'src/platform';
  return (
    ['src/capabilities', 'src/modules']
      .map((zone) => `${zone}/${name}`)
      .find((folder) => files.some(({ path }) => path.startsWith(`${folder}/`))) ?? `src/modules/${name}`
  );
}

const registry = 'src/roles/modules.ts';
const rule = 'wire name is path';

/** `deliveries.assignDriver` is modules/deliveries/routes/assignDriver.ts; jobs and subscribers likewise; and back. */
export function wireNames(registered: Registered, files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  const wanted = new Map<string, string>();
  const add = (name: string, kind: string) => {
    const [owner = '', rest = ''] = name.split('.');
    wanted.set(`${homeOf(owner, files)}/${kind}/${rest}.ts`, name);
  };
  const actions = lifecycleActions(registered);
  for (const { operation } of registered.routes) if (!actions.has(operation)) add(operation, 'routes');
  for (const { name } of registered.jobs) add(name, 'jobs');
  for (const { name } of registered.subscribers) add(name, 'subscribers');
  const missing = [...wanted]
    .filter(([file]) => !paths.has(file))
    .map(([file, name]) => ({
      rule,
      file: registry,
      line: 1,
      sentence: `${name} must be declared in ${file}`,
    }));
  return [...missing, ...actionsWithoutFile(actions, files), ...unregistered(registered, files, wanted)];
}

/** An action's file bears its name, or the name of the function that several actions share. */
function actionsWithoutFile(
  actions: ReadonlyMap<string, LifecycleAction>,
  files: readonly SourceFile[],
): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  return [...actions].flatMap(([operation, { hasEffects, functionName }]) => {
    const [owner = '', action = ''] = operation.split('.');
    const folder = `${homeOf(owner, files)}/actions`;
    if (!hasEffects || [action, functionName].some((name) => paths.has(`${folder}/${name}.ts`))) return [];
    const sentence = `${operation} touches the database: its apply belongs in ${folder}/${action}.ts`;
    return [{ rule, file: registry, line: 1, sentence }];
  });
}

/** A file in routes/, jobs/ or subscribers/ that nothing registers is dead or misnamed. */
function unregistered(
  { manifests }: Registered,
  files: readonly SourceFile[],
  wanted: ReadonlyMap<string, string>,
): Violation[] {
  const homes = manifests.map(({ name }) => homeOf(name, files));
  return files
    .filter(({ path }) => path.endsWith('.ts') && !isTest(path) && !wanted.has(path))
    .filter(({ path }) =>
      homes.some((home) => {
        const kinds = home === 'src/platform' ? ['routes'] : ['routes', 'jobs', 'subscribers'];
        return kinds.some((kind) => path.startsWith(`${home}/${kind}/`));
      }),
    )
    .map(({ path }) => ({ rule, file: path, line: 1, sentence: 'no operation of this name is registered' }));
}

interface LifecycleAction {
  hasEffects: boolean;
  functionName: string;
}

/** Operations that a lifecycle declares; one whose `apply` touches the database has its file in actions/. */
function lifecycleActions({ manifests }: Registered): Map<string, LifecycleAction> {
  return new Map(
    manifests.flatMap(({ lifecycles = [] }) =>
      lifecycles.flatMap((lifecycle) =>
        Object.entries(lifecycle.actions).map(([name, { apply }]): [string, LifecycleAction] => [
          `${lifecycle.module}.${name}`,
          { hasEffects: /\b(tx|await)\b/.test(String(apply)), functionName: apply.name },
        ]),
      ),
    ),
  );
}

/** Without a permission a route is open to everyone by oversight; open on purpose, it says so. */
export function permissionsDeclared({ routes }: Registered): Violation[] {
  return routes.flatMap(({ operation, permission, summary, description = '' }) => {
    const at = { rule: 'permission', file: registry, line: 1 };
    if (permission === undefined || permission === '')
      return [{ ...at, sentence: `${operation} declares no permission` }];
    if (typeof permission === 'symbol' && !/\bpublic\b/i.test(`${summary} ${description}`))
      return [{ ...at, sentence: `${operation} is public; its summary or description must say so and why` }];
    return [];
  });
}
