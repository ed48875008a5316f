import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 08:30');

/** Hours that come back each week. `to` before `from` goes on past midnight. */
export const weeklyHours = z
  .strictObject({
    days: z.array(z.int().min(1).max(7)).min(1).max(7).meta({ description: '1 is Monday, 7 Sunday' }),
    from: clockTime,
    to: clockTime,
  })
  .meta({ id: 'WeeklyHours' });
export type WeeklyHours = z.output<typeof weeklyHours>;

export const timeZone = z
  .string()
  .max(60)
  .refine((name) => isTimeZone(name), 'must be an IANA time zone such as Europe/Vaduz')
  .meta({ description: 'IANA time zone' });

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether the time lies in any of the hours. No hours at all is always. */
export function within(hours: readonly WeeklyHours[], at: Date, zone: string): boolean {
  if (hours.length === 0) return true;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((entry) => entry.type === type)?.value ?? '';
  const day = dayNames.indexOf(part('weekday')) + 1;
  const minute = minutesOf(`${part('hour')}:${part('minute')}`);
  const before = day === 1 ? 7 : day - 1;
  return hours.some(({ days, from, to }) => {
    const [start, end] = [minutesOf(from), minutesOf(to)];
    if (start < end) return days.includes(day) && minute >= start && minute < end;
    return (days.includes(day) && minute >= start) || (days.includes(before) && minute < end);
  });
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
