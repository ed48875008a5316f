import { defineModule } from '../../platform/modules/manifest.ts';
import { calendarErrors } from './errors.ts';
import { calendarEvents } from './events.ts';
import { permissions } from './permissions.ts';
import { createSlot } from './routes/createSlot.ts';
import { getSlot } from './routes/getSlot.ts';
import { listSlots } from './routes/listSlots.ts';
import { moveSlot } from './routes/moveSlot.ts';
import { releaseSlot } from './routes/releaseSlot.ts';

export const calendar = defineModule({
  name: 'calendar',
  summary: 'One calendar for each vehicle and driver, shared by all modules',
  migrations: new URL('./migrations/', import.meta.url),
  errors: calendarErrors,
  permissions,
  events: Object.values(calendarEvents),
  routes: [listSlots, createSlot, getSlot, moveSlot, releaseSlot],
});
