export interface Statement {
  text: string;
  /** Line of the file, from 1, on which the statement begins. */
  line: number;
}

const identifierStart = /[A-Za-z_\u0080-\uffff]/;
const identifierPart = /[A-Za-z0-9_$\u0080-\uffff]/;

/**
 * Splits SQL at the semicolons that end statements: not those inside quotes, dollar quotes, comments, brackets or
 * the `BEGIN ATOMIC` body of a function. Comments before a statement are left out of it.
 */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let start = -1;
  let brackets = 0;
  let atomicDepth = 0;
  let previousWord = '';
  let at = 0;

  const begin = (): void => {
    if (start < 0) start = at;
  };
  const finish = (end: number): void => {
    if (start >= 0) {
      statements.push({
        text: sql.slice(start, end).trimEnd(),
        line: sql.slice(0, start).split('\n').length,
      });
    }
    start = -1;
    brackets = 0;
    atomicDepth = 0;
    previousWord = '';
  };

  while (at < sql.length) {
    const rest = sql.slice(at, at + 2);
    const character = sql.charAt(at);
    if (rest === '--') {
      at = endOr(sql, sql.indexOf('\n', at));
    } else if (rest === '/*') {
      at = endOfBlockComment(sql, at);
    } else if (character === "'") {
      begin();
      at = endOfQuoted(sql, at, "'", /^[eE]$/.test(previousWord) && /[eE]/.test(sql.charAt(at - 1)));
      previousWord = '';
    } else if (character === '"') {
      begin();
      at = endOfQuoted(sql, at, '"', false);
      previousWord = '';
    } else if (character === '$') {
      begin();
      const tag = /^\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/.exec(
        sql.slice(at, at + 70),
      )?.[0];
      at = tag === undefined ? at + 1 : endOr(sql, sql.indexOf(tag, at + tag.length), tag.length);
    } else if (identifierStart.test(character)) {
      begin();
      const from = at;
      while (at < sql.length && identifierPart.test(sql.charAt(at))) at += 1;
      const word = sql.slice(from, at).toLowerCase();
      if (word === 'atomic' && previousWord === 'begin') atomicDepth = 1;
      else if (atomicDepth > 0 && word === 'case') atomicDepth += 1;
      else if (atomicDepth > 0 && word === 'end') atomicDepth -= 1;
      previousWord = word;
    } else if (/\s/.test(character)) {
      at += 1;
    } else {
      if (character === '(') brackets += 1;
      if (character === ')') brackets -= 1;
      if (character === ';' && brackets <= 0 && atomicDepth === 0) {
        finish(at);
      } else {
        begin();
        previousWord = '';
      }
      at += 1;
    }
  }
  finish(sql.length);
  return statements;
}

function endOr(sql: string, found: number, length = 0): number {
  return found < 0 ? sql.length : found + length;
}

function endOfQuoted(sql: string, from: number, quote: string, backslashEscapes: boolean): number {
  let at = from + 1;
  while (at < sql.length) {
    if (backslashEscapes && sql.charAt(at) === '\\') at += 2;
    else if (sql.charAt(at) !== quote) at += 1;
    else if (sql.charAt(at + 1) === quote) at += 2;
    else return at + 1;
  }
  return sql.length;
}

function endOfBlockComment(sql: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < sql.length) {
    const pair = sql.slice(at, at + 2);
    if (pair === '/*') depth += 1;
    if (pair === '*/') depth -= 1;
    at += pair === '/*' || pair === '*/' ? 2 : 1;
    if (depth === 0) return at;
  }
  return sql.length;
}
