import { createHash } from 'node:crypto';
import type { IngestContext } from '../ingest.ts';
import { findPhone } from '../queries/devices.ts';
import type { PhoneReport } from '../rules/phones/osmand.ts';
import { ingestOf } from '../tracking.ts';

/**
 * Takes the report of a phone whose secret is right. False when it is not. A fix that cannot be true is set
 * aside and counts as taken: the phone would only send it again.
 */
export async function reportFromPhone(
  ctx: IngestContext,
  secret: string,
  { phoneId, fix }: PhoneReport,
): Promise<boolean> {
  const device = await findPhone(ctx.db.sql, { phoneId, secretHash: secretHash(secret) });
  if (device === undefined) return false;
  await ingestOf(ctx).report([{ ...fix, ...device }]);
  return true;
}

export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
