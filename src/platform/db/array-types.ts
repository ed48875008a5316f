import type postgres from 'postgres';

/** Element and array type of each built-in type that we use, as PostgreSQL numbers them for ever. */
const arrayTypes: readonly (readonly [element: number, array: number])[] = [
  [16, 1000], // boolean
  [17, 1001], // bytea
  [19, 1003], // name
  [20, 1016], // bigint
  [21, 1005], // smallint
  [23, 1007], // integer
  [25, 1009], // text
  [26, 1028], // oid
  [114, 199], // json
  [700, 1021], // real
  [701, 1022], // double precision
  [1042, 1014], // character
  [1043, 1015], // character varying
  [1082, 1182], // date
  [1083, 1183], // time
  [1114, 1115], // timestamp
  [1184, 1185], // timestamp with time zone
  [1186, 1187], // interval
  [1700, 1231], // numeric
  [2950, 2951], // uuid
  [3802, 3807], // jsonb
  [5069, 271], // xid8
];

type Parse = (text: string) => unknown;
type Serialize = (value: unknown) => unknown;

/** What the driver keeps of types, and does not declare. */
interface DriverTypes {
  parsers: Record<number, (Parse & { array?: boolean }) | undefined>;
  serializers: Record<number, Serialize | undefined>;
  shared: { typeArrayMap: Record<number, number> };
}

/**
 * Teaches the driver arrays, so that it need not ask the server: its own question costs each new connection a round
 * trip, and when the connection breaks under it nobody catches that, and the process ends.
 */
export function addArrayTypes(sql: postgres.Sql<any>): void {
  const { parsers, serializers, shared } = sql.options as unknown as DriverTypes;
  for (const [element, array] of arrayTypes) {
    shared.typeArrayMap[element] = array;
    const parse: Parse & { array?: boolean } = (text) => parseArray(text, parsers[element]);
    parse.array = true;
    parsers[array] = parse;
    serializers[array] = (value) => serializeArray(value, serializers[element]);
  }
}

/** @param text an array as PostgreSQL writes it, without the first brace */
export function parseArray(text: string, parse: Parse = (item) => item): unknown[] {
  let at = 0;
  const readList = (): unknown[] => {
    const items: unknown[] = [];
    for (;;) {
      const char = text[at];
      if (char === '}' || char === undefined) {
        at++;
        return items;
      }
      if (char === ',') at++;
      else if (char === '{') {
        at++;
        items.push(readList());
      } else if (char === '"') items.push(parse(readQuoted()));
      else {
        const word = readWord();
        items.push(word === 'NULL' ? null : parse(word));
      }
    }
  };
  const readQuoted = (): string => {
    let item = '';
    for (at++; text[at] !== '"'; at++) {
      if (text[at] === '\\') at++;
      item += text[at];
    }
    at++;
    return item;
  };
  const readWord = (): string => {
    const from = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at++;
    return text.slice(from, at);
  };
  return readList();
}

/** An array as PostgreSQL reads it; what is no array is left as it is. */
export function serializeArray(value: unknown, serialize: Serialize = String): unknown {
  if (!Array.isArray(value)) return value;
  const items = value.map((item: unknown) => {
    if (item === null || item === undefined) return 'NULL';
    if (Array.isArray(item)) return serializeArray(item, serialize);
    return `"${String(serialize(item)).replace(/[\\"]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}
