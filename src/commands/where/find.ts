import type { Declaration } from './declarations.ts';

export interface FoundDeclarations {
  exact: Declaration[];
  /** Names that look like what was asked for, the nearest first; only when nothing is exact. */
  near: Declaration[];
}

/** A URL with or without its method, or any name: of an operation, event, table, error, setting, metric … */
export function find(declarations: readonly Declaration[], asked: string): FoundDeclarations {
  const query = asked.trim();
  const request = /^(?:(GET|POST|PUT|PATCH|DELETE|HEAD)\s+)?(?:https?:\/\/[^/]+)?(\/[^\s?#]*)/i.exec(query);
  const exact = request
    ? byAddress(declarations, request[1]?.toUpperCase(), request[2]!)
    : declarations.filter(({ name }) => same(name, query));
  if (exact.length > 0) return { exact, near: [] };
  const wanted = (request?.[2] ?? query).toLowerCase();
  const scored = declarations
    .map((entry) => {
      const otherMethod = request?.[1] !== undefined && entry.method !== request[1].toUpperCase();
      return { entry, score: distance(wanted, entry, request !== null) + (otherMethod ? 0.1 : 0) };
    })
    .filter(({ score }) => score <= 0.45)
    .sort((a, b) => a.score - b.score || (a.entry.name < b.entry.name ? -1 : 1));
  return { exact: [], near: scored.slice(0, 5).map(({ entry }) => entry) };
}

/** `deliveries.driverAssigned`, and `driverAssigned` where the owner is left out. */
const same = (name: string, query: string): boolean => {
  const [left, right] = [name.toLowerCase(), query.toLowerCase()];
  return left === right || left.endsWith(`.${right}`);
};

/** `{id}` stands for itself and for any value. Of several patterns that fit, the one with the most fixed parts wins. */
function byAddress(
  declarations: readonly Declaration[],
  method: string | undefined,
  path: string,
): Declaration[] {
  const clean = path.length > 1 ? path.replace(/\/$/, '') : path;
  const fitting = declarations.filter(
    (entry) =>
      entry.path !== undefined &&
      (method === undefined || entry.method === method || (method === 'HEAD' && entry.method === 'GET')) &&
      new RegExp(`^${entry.path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(clean),
  );
  const holes = ({ path: pattern = '' }: Declaration) => (pattern.match(/\{/g) ?? []).length;
  const fewest = Math.min(...fitting.map(holes));
  return fitting.filter((entry) => holes(entry) === fewest);
}

/** 0 for the same, 1 for nothing in common. */
function distance(wanted: string, { name, path }: Declaration, asAddress: boolean): number {
  const candidates = asAddress ? (path ? [path] : []) : [name, name.slice(name.indexOf('.') + 1)];
  return Math.min(
    1,
    ...candidates.map((candidate) => {
      const other = candidate.toLowerCase();
      if (wanted.length >= 4 && other.includes(wanted)) return 0.2;
      return edits(wanted, other) / Math.max(wanted.length, other.length);
    }),
  );
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
