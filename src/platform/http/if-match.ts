import { platformErrors } from '../errors/platform-errors.ts';

/**
 * The locked row that a change is about to touch, when it is there and still as the client saw it.
 * @throws not_found, precondition_failed
 */
export function requireVersion<Row extends { version: number }>(
  row: Row | undefined,
  ifVersion: number | undefined,
  what: string,
): Row {
  if (!row) throw platformErrors.not_found(`There is no ${what} that you may change.`);
  if (ifVersion === undefined || ifVersion === row.version) return row;
  throw platformErrors.precondition_failed(
    `It is at version ${row.version} now. Read it again, then decide.`,
    { members: { version: row.version } },
  );
}

/** The members of a patch that say something new; members left out are `undefined` there. */
export function changesOf<Row extends object>(row: Row, patch: Partial<Row>): Partial<Row> {
  return Object.fromEntries(
    Object.entries(patch).filter(
      ([key, value]) =>
        value !== undefined &&
        JSON.stringify(value) !== JSON.stringify((row as Record<string, unknown>)[key]),
    ),
  ) as Partial<Row>;
}
