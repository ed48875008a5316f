import { z } from 'zod';
import { defineEvent } from '../events/define-event.ts';

export const limitLifted = defineEvent('platform.limitLifted', {
  meaning: 'Somebody who was held up by a limit may go on',
  payload: z.strictObject({ of: z.enum(['address', 'user', 'key', 'tries']) }),
});
