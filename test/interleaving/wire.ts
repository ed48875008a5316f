/** The frames of PostgreSQL's protocol 3, as far as telling statements apart needs it. */

export interface Frame {
  /** The message's letter; empty for the packets before login. */
  type: string;
  bytes: Buffer;
}

/** Cuts a stream into messages. @param untyped whether the first ones have no letter, as those of a client */
export function frameReader(untyped: boolean): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  let beforeLogin = untyped;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const head = beforeLogin ? 0 : 1;
      if (rest.length < head + 4) return frames;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return frames;
      frames.push({
        type: beforeLogin ? '' : String.fromCharCode(rest[0]!),
        bytes: rest.subarray(0, length),
      });
      beforeLogin = false;
      rest = rest.subarray(length);
    }
  };
}

const text = (bytes: Buffer, from: number): string => bytes.toString('utf8', from, bytes.indexOf(0, from));

/** Remembers which prepared statement is which, and names the SQL that a message carries. */
export function statementNames(): (frame: Frame) => string | undefined {
  const prepared = new Map<string, string>();
  return ({ type, bytes }) => {
    if (type === 'Q') return text(bytes, 5);
    if (type === 'P') {
      const name = text(bytes, 5);
      const sql = text(bytes, 5 + Buffer.byteLength(name) + 1);
      prepared.set(name, sql);
      return sql;
    }
    if (type !== 'B') return undefined;
    const portal = text(bytes, 5);
    return prepared.get(text(bytes, 5 + Buffer.byteLength(portal) + 1));
  };
}

/** One line for a trace: the statement without its parameters. */
export const shorten = (sql: string): string => sql.replace(/\s+/g, ' ').trim().slice(0, 70);
