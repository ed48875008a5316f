import { isTest, isTypeScript, type Parsed, type SourceFile, type Violation } from './source-tree.ts';
import { placeOf } from './rooms.ts';

/** Schemas that belong to the platform. */
const platformSchemas = ['platform', 'platform_migrations', 'graphile_worker'];
const sqlTags = new Set(['sql', 'tx', 'unsafe']);
const statement =
  /^\s*(--[^\n]*\n\s*)*(select|insert|update|delete|with|merge|truncate|create|alter|drop|lock|copy)\b/i;

interface SqlText {
  file: string;
  text: string;
  /** Line of its first character. */
  line: number;
}

const isSql = (tag: string, text: string): boolean => sqlTags.has(tag) || statement.test(text);

/** A room outside of tests: its TypeScript and its migrations. */
const inHouse = (path: string): boolean => path.startsWith('src/') && !isTest(path);

function sqlTexts(files: readonly (SourceFile | Parsed)[]): SqlText[] {
  return files
    .filter(({ path }) => inHouse(path))
    .flatMap((file) => {
      if (file.path.endsWith('.sql')) return [{ file: file.path, text: withoutComments(file.text), line: 1 }];
      if (!isTypeScript(file) || !('templates' in file)) return [];
      return file.templates
        .filter(({ tag, text }) => isSql(tag, text))
        .map(({ text, line }) => ({ file: file.path, text: withoutComments(text), line }));
    });
}

/** Comments and quoted texts blanked, line breaks kept. */
const withoutComments = (sql: string): string =>
  sql
    .replace(/--[^\n]*/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/'(?:[^']|'')*'/g, (quoted) => `'${quoted.slice(1, -1).replace(/[^\n]/g, ' ')}'`);

const lineAt = ({ line, text }: SqlText, index: number): number =>
  line + text.slice(0, index).split('\n').length - 1;

/** Each room's SQL names the tables of its own schema; the platform's are reached through its functions. */
export function ownTablesOnly(files: readonly (SourceFile | Parsed)[]): Violation[] {
  const rooms = new Set(files.flatMap(({ path }) => placeOf(path).room?.split('/')[1] ?? []));
  const schemas = new Set([...rooms, ...platformSchemas]);
  return sqlTexts(files).flatMap((sql) => {
    const { zone, room } = placeOf(sql.file);
    const own = room?.split('/')[1];
    return [...sql.text.matchAll(/(?<![\w.$])([a-z_]+)\s*\.\s*"?([a-z_]+)"?/gi)].flatMap((match) => {
      const schema = match[1]!.toLowerCase();
      if (!schemas.has(schema) || schema === own || isAlias(sql.text, schema)) return [];
      if (zone === 'platform' && platformSchemas.includes(schema)) return [];
      const owner = platformSchemas.includes(schema) ? 'the platform' : schema;
      return [
        {
          rule: 'own tables',
          file: sql.file,
          line: lineAt(sql, match.index),
          sentence: `${schema}.${match[2]} belongs to ${owner}; call its api.ts or listen to its events`,
        },
      ];
    });
  });
}

/** `join deliveries.stops places on …` makes `places.x` a column of that row. */
function isAlias(sql: string, name: string): boolean {
  return new RegExp(
    `\\b(?:from|join|update|into)\\s+[\\w."]+\\s+(?:as\\s+)?${name}\\b(?!\\s*\\.)|\\)\\s*(?:as\\s+)?${name}\\b(?!\\s*\\.)|\\bwith\\s+(?:recursive\\s+)?${name}\\s+as\\b|,\\s*${name}\\s+as\\s*(?:materialized\\s*)?\\(`,
    'i',
  ).test(sql);
}

/** SQL of a room lies in queries/ and migrations/ alone. */
export function sqlInQueriesOnly(files: readonly Parsed[]): Violation[] {
  return files
    .filter(
      ({ path }) =>
        inHouse(path) && placeOf(path).room !== undefined && !/\/(queries|migrations)\//.test(path),
    )
    .flatMap((file) =>
      file.templates
        .filter(({ tag, text }) => isSql(tag, text))
        .map(({ line }) => ({
          rule: 'SQL in queries/',
          file: file.path,
          line,
          sentence: 'SQL of a module or capability stands in its queries/ folder',
        })),
    );
}

/** A column that is added must not change what a query gives. (`select * into` fills a variable of the row's type.) */
export function columnsListed(files: readonly (SourceFile | Parsed)[]): Violation[] {
  return sqlTexts(files).flatMap((sql) =>
    [
      ...sql.text.matchAll(
        /\b(?:select|returning)\s+(?:distinct\s+)?(?:[\w"]+\s*\.\s*)?\*(?!\s+into\b)|,\s*[\w"]+\s*\.\s*\*/gi,
      ),
    ].map((match) => ({
      rule: 'columns listed',
      file: sql.file,
      line: lineAt(sql, match.index),
      sentence: 'list the columns instead of *',
    })),
  );
}
