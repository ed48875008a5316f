const bounds: readonly (readonly [name: string, min: number, max: number])[] = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 6],
];

/**
 * The five fields of cron in UTC: `*`, numbers, ranges `a-b`, steps `x/n`, lists with commas. A day must fit both day
 * fields. Sunday is 0.
 * @throws Error naming the wrong field
 */
export function parseCron(text: string): (time: Date) => boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== bounds.length) throw new Error(`The schedule "${text}" must have five fields`);
  const sets = fields.map((field, index) => {
    const [name, min, max] = bounds[index]!;
    return new Set(
      field.split(',').flatMap((part) => values(part, min, max, `${name} in the schedule "${text}"`)),
    );
  });
  const [minutes, hours, days, months, weekdays] = sets;
  return (time) =>
    minutes!.has(time.getUTCMinutes()) &&
    hours!.has(time.getUTCHours()) &&
    days!.has(time.getUTCDate()) &&
    months!.has(time.getUTCMonth() + 1) &&
    weekdays!.has(time.getUTCDay());
}

function values(part: string, min: number, max: number, place: string): number[] {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (!match) throw new Error(`The ${place} is not a field of cron: "${part}"`);
  const from = match[1] === undefined ? min : Number(match[1]);
  const to = match[2] !== undefined ? Number(match[2]) : match[1] === undefined || match[3] ? max : from;
  const step = Number(match[3] ?? 1);
  if (from < min || to > max || from > to || step === 0)
    throw new Error(`The ${place} is out of range: "${part}"`);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

const minuteMs = 60_000;

/** Whether a time fitted after `from` up to and with `to`; looks back eight days at most. */
export function wasDue(fits: (time: Date) => boolean, from: Date, to: Date): boolean {
  const latest = Math.floor(to.getTime() / minuteMs);
  const earliest = Math.max(Math.floor(from.getTime() / minuteMs) + 1, latest - 8 * 24 * 60);
  for (let minute = latest; minute >= earliest; minute--) if (fits(new Date(minute * minuteMs))) return true;
  return false;
}
