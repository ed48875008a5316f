import { compositionDoors, doors, mayImport, placeOf } from './rooms.ts';
import { isTest, type Import, type Parsed, type Violation } from './source-tree.ts';

/** `platform <- capabilities <- modules <- roles`; from room to room only through the doors; modules by events only. */
export function importDirection(files: readonly Parsed[]): Violation[] {
  return files.flatMap((file) =>
    file.imports.flatMap((entry) => {
      const sentence = entry.target && wrong(file.path, entry.target);
      return sentence ? [violation(file, entry, sentence)] : [];
    }),
  );
}

function wrong(importer: string, target: string): string | undefined {
  const from = placeOf(importer);
  const to = placeOf(target);
  const allowed = mayImport[from.zone];
  if (!allowed) return undefined;
  if (isTest(importer) && testSupport(target)) return undefined;
  if (!allowed.includes(to.zone))
    return `${from.zone} may import ${allowed.join(', ')}, not ${to.zone} (${target})`;
  if (!isTest(importer) && isTestSupport(target) && !isTestSupport(importer))
    return `${target} is for tests; the product may not import it`;
  if (to.room === undefined || to.room === from.room) return undefined;
  const file = target.slice(`src/${to.room}/`.length);
  if (from.zone === 'modules' && to.zone === 'modules')
    return file === 'events.ts'
      ? undefined
      : `a module never calls another: it listens to its events.ts, not ${target}`;
  const open = from.zone === 'roles' || from.zone === 'commands' ? compositionDoors : doors;
  return open.includes(file) ? undefined : `of ${to.room} only ${open.join(', ')} are open, not ${file}`;
}

const isTestSupport = (file: string): boolean =>
  /^src\/(platform\/testing\/|roles\/testing(-[a-z-]+)?\.ts$)/.test(file);

/**
 * Tests reach above their own zone: for a whole running instance, the client and the fleet that talk to it, the lab, and
 * the list of all screens.
 */
const testSupport = (target: string): boolean =>
  isTestSupport(target) ||
  /\/tests\//.test(target) ||
  /^(test|client|simulator|bench|scripts\/web)\//.test(target);

function violation({ path }: Parsed, { line }: Import, sentence: string): Violation {
  return { rule: 'import direction', file: path, line, sentence };
}

const environmentHomes = ['src/platform/config/', 'src/platform/testing/'];

/** A setting is declared once; what reads the environment behind the declarations' back is not in `caravan config`. */
export function environmentOnlyInConfig(files: readonly Parsed[]): Violation[] {
  return files
    .filter(
      ({ path }) =>
        /^(src|client|simulator)\//.test(path) && !environmentHomes.some((home) => path.startsWith(home)),
    )
    .flatMap((file) =>
      file.text.split('\n').flatMap((text, index) =>
        /\bprocess\s*(\.\s*env\b|\[\s*['"]env['"]\s*\])|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*'node:process'/.test(
          text,
        )
          ? [
              {
                rule: 'environment',
                file: file.path,
                line: index + 1,
                sentence: 'declare a setting instead; process.env is read in src/platform/config only',
              },
            ]
          : [],
      ),
    );
}
