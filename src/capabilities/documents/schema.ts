import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';

/** The shapes of the capability on the wire. */

export const contentTypes = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'] as const;
const contentType = z.enum(contentTypes);

/** What another room has announced and reads itself: its bytes are whatever they are, and nobody gets them back. */
export const dataType = 'application/octet-stream';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case');

export const newUpload = z
  .strictObject({
    id: id.optional().meta({ description: 'Made by the device, so that asking twice is asking once' }),
    contentType,
    sizeBytes: z.int().min(1),
    sha256: sha256
      .optional()
      .meta({ description: 'Of the whole file; checked when the last part has arrived' }),
  })
  .meta({ id: 'NewUpload' });

const time = z.iso.datetime();

export const upload = z
  .strictObject({
    id,
    state: z.enum(['receiving', 'complete']),
    contentType: z.enum([...contentTypes, dataType]).meta({
      description: `${dataType}: data for the server, announced by another operation, such as a map`,
    }),
    sizeBytes: z.int(),
    receivedBytes: z.int().meta({ description: 'Safely on disk; the next part begins here' }),
    sha256: sha256.nullable(),
    maxPartBytes: z.int().meta({ description: 'Largest part in one request' }),
    expiresAt: time.nullable().meta({ description: 'A half upload is removed then; each part moves it on' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Upload' });
