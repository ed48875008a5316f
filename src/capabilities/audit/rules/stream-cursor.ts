import { platformErrors } from '../../../platform/errors/platform-errors.ts';

/** Before the first event. */
export const startCursor = '0.00000000-0000-0000-0000-000000000000';

/** @throws invalid_cursor */
export function parseStreamCursor(cursor: string): [transactionId: string, id: string] {
  const match = /^(\d{1,20})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (match) return [match[1]!, match[2]!];
  throw platformErrors.invalid_cursor('Take the cursor from the answer before, unchanged.', {
    errors: [{ field: 'after', reason: 'is not a cursor of this stream' }],
  });
}
