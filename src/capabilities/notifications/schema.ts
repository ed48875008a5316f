import { z } from 'zod';
import { id } from '../../platform/http/fields.ts';

export const notice = z
  .strictObject({
    id,
    kind: z.string().meta({ description: 'The event that it tells of, such as deliveries.deliveryFailed' }),
    subject: z.strictObject({ entity: z.string(), id }),
    title: z.string().meta({ description: 'How people call the subject' }),
    detail: z.string().nullable().meta({ description: 'A word that the kind knows: a reason, an exception' }),
    givenAt: z.iso.datetime(),
    read: z.boolean(),
  })
  .meta({ id: 'Notice', description: 'Something that a person should know of' });
