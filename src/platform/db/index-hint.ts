/** A node of what `explain (format json)` gives, as far as it is read here. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Schema?: string;
  Alias?: string;
  Filter?: string;
  'Sort Key'?: string[];
  'Plan Rows'?: number;
  'Total Cost'?: number;
  Plans?: PlanNode[];
}

interface Read {
  node: PlanNode;
  sortKey: readonly string[];
}

const words = (text: string): string[] =>
  text.replace(/'(?:[^']|'')*'/g, '').match(/[a-z_][a-z0-9_]*/g) ?? [];

/** Every whole reading of a table, with the order that is wanted of it. */
function readings(node: PlanNode, sortKey: readonly string[] = []): Read[] {
  const wanted = node['Sort Key'] ?? sortKey;
  const own = node['Node Type'] === 'Seq Scan' && node.Filter ? [{ node, sortKey: wanted }] : [];
  return [...own, ...(node.Plans ?? []).flatMap((inner) => readings(inner, wanted))];
}

/**
 * The index that would spare the dearest whole reading of a table: first what is compared for equality, then what is
 * compared otherwise or sorted by. Null when no table is read whole, or by nothing that an index could know.
 */
export function indexHint(plan: PlanNode, columnsOf: (table: string) => readonly string[]): string | null {
  const [dearest] = readings(plan).sort((a, b) => (b.node['Total Cost'] ?? 0) - (a.node['Total Cost'] ?? 0));
  if (!dearest) return null;
  const { node, sortKey } = dearest;
  const table = [node.Schema, node['Relation Name']].filter(Boolean).join('.');
  const columns = columnsOf(table);
  const filter = node.Filter ?? '';
  const mentioned = [...new Set(words(filter))].filter((word) => columns.includes(word));
  const equal = mentioned.filter((column) => new RegExp(`\\b${column}\\)?(?:::\\w+)? = `).test(filter));
  const others = mentioned.filter((column) => !equal.includes(column));
  const sorted = [...new Set(sortKey.flatMap(words))].filter((word) => columns.includes(word));
  const keys = [...new Set([...equal, ...sorted, ...others])].slice(0, 4);
  return keys.length > 0 ? `create index on ${table} (${keys.join(', ')})` : null;
}
