import { createHash } from 'node:crypto';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import type { FileStore } from '../../../platform/files/file-store.ts';
import type { Spooled } from '../../../platform/files/spool.ts';
import { documentsConfig } from '../config.ts';
import { documentsErrors } from '../errors.ts';
import { documentsEvents } from '../events.ts';
import { filesOf } from '../files.ts';
import { lockUpload, updateUpload, type Reach, type Upload } from '../queries/uploads.ts';
import { dataType } from '../schema.ts';
import { offsetHeaders } from '../rules/show.ts';
import { sniff, sniffedBytes } from '../rules/sniff.ts';

/**
 * Adds a part that has arrived whole. It is on disk before the row says so, and the row says so before the client hears.
 * A part that is refused changes nothing: what it wrote lies beyond the end and is written over.
 * @throws not_found, upload_expired, upload_offset_wrong, upload_too_large, upload_content_wrong
 */
export async function appendPart(
  ctx: Pick<Context, 'config' | 'clock' | 'db'>,
  { id, offset, part }: { id: string; offset: number; part: Spooled },
  reach: Reach,
): Promise<Upload> {
  const files = filesOf(ctx);
  return ctx.db.transaction(async (tx) => {
    const row = await lockUpload(tx, id, reach);
    if (!row) throw platformErrors.not_found(`There is no upload ${id} that you may go on with.`);
    const now = ctx.clock.now();
    if (row.expiresAt && row.expiresAt < now) throw documentsErrors.upload_expired('Start a new one.');
    if (offset !== row.receivedBytes)
      throw documentsErrors.upload_offset_wrong(
        `${row.receivedBytes} bytes have arrived; go on from there.`,
        {
          members: { receivedBytes: row.receivedBytes, sizeBytes: row.sizeBytes },
          headers: offsetHeaders(row),
        },
      );
    if (part.sizeBytes === 0) return row;
    const receivedBytes = offset + part.sizeBytes;
    if (receivedBytes > row.sizeBytes)
      throw documentsErrors.upload_too_large(`The file was announced with ${row.sizeBytes} bytes.`);
    await files.write(id, offset, part.read());
    const version = row.version + 1;
    if (receivedBytes === row.sizeBytes)
      return complete(tx, { ...row, version, receivedBytes }, files, reach, ctx);
    const { uploadTtlSeconds } = ctx.config.get(documentsConfig);
    const expiresAt = new Date(now.getTime() + uploadTtlSeconds * 1000);
    return updateUpload(tx, id, { receivedBytes, updatedAt: now, expiresAt });
  });
}

async function complete(
  tx: Transaction,
  row: Upload,
  files: FileStore,
  { actor }: Reach,
  ctx: Pick<Context, 'clock'>,
): Promise<Upload> {
  const { id, contentType, sizeBytes } = row;
  // What it is, its reader will say: gigabytes are not read here, while the row is locked.
  if (contentType === dataType) return settle(tx, row, undefined, actor, ctx);
  const { sha256, start } = await digest(files.read(id, { end: sizeBytes }));
  const found = sniff(start);
  if (found !== contentType)
    throw documentsErrors.upload_content_wrong(
      `It was announced as ${contentType}, but is ${found ?? 'none of the types that are taken'}.`,
      { errors: [{ field: 'contentType', reason: 'is not what the file is' }] },
    );
  if (row.sha256 && !sha256.equals(row.sha256))
    throw documentsErrors.upload_content_wrong(
      'It changed on the way: its checksum is another. Upload it again.',
      {
        errors: [{ field: 'sha256', reason: `is ${sha256.toString('hex')} of what arrived` }],
      },
    );
  return settle(tx, row, sha256, actor, ctx);
}

async function settle(
  tx: Transaction,
  { id, version, receivedBytes, contentType, sizeBytes }: Upload,
  sha256: Buffer | undefined,
  actor: Reach['actor'],
  ctx: Pick<Context, 'clock'>,
): Promise<Upload> {
  const saved = await updateUpload(tx, id, {
    state: 'complete',
    version,
    receivedBytes,
    ...(sha256 && { sha256 }),
    updatedAt: ctx.clock.now(),
    expiresAt: null,
  });
  const told = sha256
    ? {
        event: documentsEvents.uploadCompleted,
        payload: { contentType, sizeBytes, sha256: sha256.toString('hex') },
      }
    : { event: documentsEvents.dataCompleted, payload: { sizeBytes } };
  const event = { ...told, subject: { entity: 'upload', id }, sequence: version, actor };
  tx.withCommit(insertEvents(tx, [event], ctx));
  return saved;
}

async function digest(bytes: AsyncIterable<Uint8Array>): Promise<{ sha256: Buffer; start: Uint8Array }> {
  const hash = createHash('sha256');
  let start = Buffer.alloc(0);
  for await (const chunk of bytes) {
    hash.update(chunk);
    if (start.length < sniffedBytes) start = Buffer.concat([start, chunk.subarray(0, sniffedBytes)]);
  }
  return { sha256: hash.digest(), start };
}
