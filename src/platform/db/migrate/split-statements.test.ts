import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitStatements } from './split-statements.ts';

const texts = (sql: string): string[] => splitStatements(sql).map((statement) => statement.text);

test.each([
  ['two statements', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['empty ones vanish', ';; SELECT 1;;', ['SELECT 1']],
  ['only comments', '-- nothing; here\n/* nor; /* there; */ ; */', []],
  ['a quoted semicolon', "SELECT ';', 'it''s;'; SELECT 2", ["SELECT ';', 'it''s;'", 'SELECT 2']],
  ['a backslash is plain in a plain string', "SELECT '\\'; SELECT 2", ["SELECT '\\'", 'SELECT 2']],
  ['and escapes in an E string', "SELECT E'\\';'; SELECT 2", ["SELECT E'\\';'", 'SELECT 2']],
  ['a quoted name', 'SELECT 1 AS "a;""b"; SELECT 2', ['SELECT 1 AS "a;""b"', 'SELECT 2']],
  [
    'dollar quotes',
    'DO $$ BEGIN; END $$; SELECT $a$ ; $$ ; $a$',
    ['DO $$ BEGIN; END $$', 'SELECT $a$ ; $$ ; $a$'],
  ],
  ['a dollar inside a name', 'SELECT a$b$c; SELECT 2', ['SELECT a$b$c', 'SELECT 2']],
  [
    'a rule with several actions',
    'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b); SELECT 2',
    ['CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)', 'SELECT 2'],
  ],
  [
    'an SQL function body',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3',
    [
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
      'SELECT 3',
    ],
  ],
  ['a comment inside a statement', 'SELECT 1 -- ;\n + 2; SELECT 3', ['SELECT 1 -- ;\n + 2', 'SELECT 3']],
])('splits: %s', (_name, sql, expected) => {
  expect(texts(sql)).toEqual(expected);
});

test('knows the line on which each statement begins', () => {
  expect(splitStatements('-- header\n\nSELECT 1;\n  -- why\n  SELECT\n 2;').map(({ line }) => line)).toEqual([
    3, 5,
  ]);
});

test('whatever whole statements are joined come apart again', () => {
  const statement = fc.constantFrom(
    "INSERT INTO t VALUES ('a;b', E'\\\\;', $x$;$$;$x$)",
    'SELECT "a;b" /* ; */ FROM t',
    'DO $$ BEGIN NULL; END $$',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END',
  );
  fc.assert(
    fc.property(fc.array(statement), (list) => {
      expect(texts(list.map((text) => `-- it's; \n${text} ;\n`).join(''))).toEqual(list);
    }),
  );
});
