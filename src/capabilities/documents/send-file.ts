import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { filesOf } from './files.ts';
import type { FileRef } from './file-ref.ts';
import { extensionOf } from './rules/sniff.ts';

/** Answers with a complete file, as a download that no browser takes for a page. The caller has checked who asks. */
export async function sendFile(
  ctx: Pick<Context, 'config'>,
  reply: FastifyReply,
  { id, contentType, sizeBytes }: Pick<FileRef, 'id' | 'contentType' | 'sizeBytes'>,
): Promise<void> {
  await reply
    .type(contentType)
    .headers({
      'content-length': sizeBytes,
      'content-disposition': `attachment; filename="${id}.${extensionOf[contentType]}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=3600, immutable',
      // What is compressed already is not compressed again.
      'content-encoding': 'identity',
    })
    .send(Readable.from(filesOf(ctx).read(id)));
}
