import { defineErrors } from '../../platform/errors/problem.ts';

export const calendarErrors = defineErrors({
  slot_taken: { status: 409, title: 'The vehicle or driver is taken at that time' },
  slot_held_elsewhere: { status: 409, title: 'The slot belongs to something else and goes with it' },
  slot_invalid: { status: 400, title: 'A slot needs a beginning before its end' },
});
