import { isTest, type Parsed, type SourceFile, type Violation } from './source-tree.ts';

export const hardLimit = 400;
export const softLimit = 250;

const counted = /\.(ts|tsx|mjs|js|sql|css|html)$/;
const generated = ['client/src/api-types.ts', 'client/src/addresses.ts'];

export const lineCount = ({ text }: SourceFile): number =>
  text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const long = (files: readonly SourceFile[], limit: number) =>
  files.filter(
    (file) => counted.test(file.path) && !generated.includes(file.path) && lineCount(file) > limit,
  );

export function fileLength(files: readonly SourceFile[]): Violation[] {
  return long(files, hardLimit).map((file) => ({
    rule: 'file length',
    file: file.path,
    line: hardLimit + 1,
    sentence: `${lineCount(file)} lines; ${hardLimit} is the limit. Split it by idea`,
  }));
}

/** Files worth splitting before they must be. */
export function longFiles(files: readonly SourceFile[]): string[] {
  return long(files, softLimit).map((file) => `${file.path} (${lineCount(file)} lines)`);
}

const operationFolder =
  /^src\/(platform\/routes|(capabilities|modules)\/[^/]+\/(routes|actions|jobs|subscribers|channels))\/[^/]+$/;
/** The platform's own jobs lie beside the machinery that runs them. */
const eitherFolder = /^src\/platform\/jobs\/[^/]+$/;
const camelCase = /^[a-z][a-zA-Z0-9]*$/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const named = /^(src|client|simulator|acceptance|bench|scripts|test|web)\/.*\.(ts|tsx|mjs|js|sql|css)$/;

/** Where the name on the wire is the path on disk, files are camelCase like the operation; all others kebab-case. */
export function fileNames(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path }) => {
    if (!named.test(path)) return [];
    const stem = path.slice(path.lastIndexOf('/') + 1).split('.')[0]!;
    const camel = camelCase.test(stem) && (operationFolder.test(path) || eitherFolder.test(path));
    const kebab = kebabCase.test(stem) && !operationFolder.test(path);
    if (camel || kebab) return [];
    const wanted = operationFolder.test(path) ? 'camelCase, like its operation' : 'kebab-case';
    return [{ rule: 'file names', file: path, line: 1, sentence: `is not ${wanted}` }];
  });
}

/** Words of the business. `driver` is missing on purpose in the database folder, where it means another thing. */
const businessWords = new Set(
  `delivery deliveries driver drivers vehicle vehicles parcel parcels courier couriers shipment shipments booking
  bookings freight tender tenders rental rentals collectible collectibles invoice invoices carrier carriers
  consignment customer customers dispatcher dispatchers depot depots tour tours`.split(/\s+/),
);
/** Roles are names that permissions carry; the platform's own permissions say who holds them. */
const roleNames = new Set(['dispatcher', 'driver', 'customer', 'carrier']);

export function platformWithoutBusiness(files: readonly Parsed[]): Violation[] {
  return files
    .filter(
      ({ path }) =>
        path.startsWith('src/platform/') && !path.startsWith('src/platform/testing/') && !isTest(path),
    )
    .flatMap((file) =>
      file.words.flatMap(({ text, line }) => {
        const word = splitWords(text).find((part) => businessWords.has(part));
        if (word === undefined || allowedHere(file.path, word, text)) return [];
        return [
          {
            rule: 'platform without business',
            file: file.path,
            line,
            sentence: `"${word}" belongs in a module or capability`,
          },
        ];
      }),
    );
}

function allowedHere(file: string, word: string, text: string): boolean {
  if (/^drivers?$/.test(word) && file.startsWith('src/platform/db/')) return true;
  return file.endsWith('-manifest.ts') && roleNames.has(text);
}

/** `offerTtlSeconds`, `offer_ttl-seconds` and prose alike, in lower case. */
export const splitWords = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
