import { contact } from './contact.ts';
import { forms, ratingForm } from './forms.ts';
import { html, type Html } from './html.ts';
import { progress } from './progress.ts';
import type { Words } from './words/en.ts';

/** Who delivers, and how to reach them. */
export interface Operator {
  name: string;
  phone: string | null;
  email: string | null;
}

/** The part of the API's answer that the page shows. */
export interface Followed {
  state: string;
  /** How often it could not be handed over. */
  tries: number;
  windowFrom: string | null;
  windowTo: string | null;
  stopsAhead: number | null;
  etaAt: string | null;
  etaFrom: string | null;
  etaTo: string | null;
  dropoff: { lat: number; lng: number };
  driver: { lat: number; lng: number; exact: boolean; seenAt: string } | null;
  operator: Operator | null;
  note: string | null;
  neighbour: string | null;
  may: readonly string[];
}

/** Why there is nothing to follow, and what can still be done. */
export interface Ended {
  ending: string;
  may: readonly string[];
  operator?: Operator | null;
}

export interface Reader {
  words: Words;
  /** `de`, `en`: how times are written. */
  language: string;
  /** Of the reader; the server knows only its own, and says which. */
  zone: string | undefined;
  nowMs: number;
}

export const isEnded = (what: Followed | Ended): what is Ended => 'ending' in what;

/** The one sentence about where the parcel is. */
export function headline(what: Followed | Ended, { words }: Reader): string {
  const states: Record<string, string> = words.states;
  if (isEnded(what)) return states[what.ending] ?? words.states.unknown;
  const next = what.state === 'in_transit' && what.stopsAhead === 0;
  if (what.state === 'ready' && what.tries > 0) return words.states.again;
  return (next ? words.states.next : states[what.state]) ?? words.title;
}

/** What the window of the browser is called. */
export const titleOf = (what: Followed | Ended, reader: Reader): string =>
  `${headline(what, reader)} · ${what.operator?.name ?? reader.words.title}`;

/** When, in one line; for the page and for link previews. */
export function expectation(what: Followed, reader: Reader): string {
  const { words } = reader;
  const { etaFrom, etaTo, windowFrom, windowTo } = what;
  if (etaFrom && etaTo && what.state !== 'arrived')
    return words.between(clock(etaFrom, reader), clock(etaTo, reader, true));
  if (what.state === 'arrived') return words.more.arrived;
  if (what.state === 'failed') return words.more.failed;
  if (what.state === 'returning') return words.more.returning;
  if (windowFrom && windowTo)
    return words.window(day(windowFrom, reader), sameDay(windowFrom, windowTo, reader, true));
  if (windowFrom) return words.from(day(windowFrom, reader));
  return windowTo ? words.until(day(windowTo, reader, true)) : '';
}

/** Everything between the head and the foot of the page. */
export function body(what: Followed | Ended, reader: Reader): Html {
  if (isEnded(what)) return end(what, reader);
  const { words } = reader;
  return html`<section class="hero" data-state="${what.state}">
      <h1>${headline(what, reader)}</h1>
      ${soon(what, reader)}
      <p class="when">${expectation(what, reader)}</p>
      ${progress(what.state, words)}
    </section>
    <section class="where">
      <div class="map" role="img" aria-label="${words.mapOf}"></div>
      <p class="caption">${where(what, reader)}</p>
    </section>
    ${said(what, reader)}${forms(what, reader)}${contact(what.operator, words)}`;
}

function soon({ etaAt, state, stopsAhead }: Followed, { words, nowMs }: Reader): Html | false {
  if (state === 'arrived') return false;
  if (stopsAhead !== null && stopsAhead > 0) return html`<p class="soon">${words.stopsAhead(stopsAhead)}</p>`;
  const minutes = Math.round((Date.parse(etaAt ?? '') - nowMs) / 60_000);
  // Later than that nobody counts minutes, and the hours stand below.
  return minutes <= countedMinutes && html`<p class="soon">${words.inMinutes(minutes)}</p>`;
}

const oldSeconds = 120;
const countedMinutes = 90;

function where({ driver, state }: Followed, { words, language, nowMs }: Reader): string {
  if (!driver) return (words.noDriver as Readonly<Record<string, string>>)[state] ?? words.noDriver.yet;
  const ageSeconds = Math.round((nowMs - Date.parse(driver.seenAt)) / 1000);
  if (state === 'arrived') return words.here;
  if (ageSeconds <= oldSeconds) return driver.exact ? words.exact : words.rough;
  const ages = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return words.seen(ages.format(-Math.round(ageSeconds / 60), 'minute'));
}

function said({ note, neighbour }: Followed, { words }: Reader): Html | false {
  if (!note && !neighbour) return false;
  return html`<dl class="said">
    ${note && html`<dt>${words.yourNote}</dt><dd>${note}</dd>`}
    ${neighbour && html`<dt>${words.yourNeighbour}</dt><dd>${neighbour}</dd>`}
  </dl>`;
}

function end({ ending, may, operator }: Ended, reader: Reader): Html {
  const { words } = reader;
  const more = (words.more as Record<string, string>)[ending] ?? words.more.unknown;
  return html`<section class="hero over" data-state="${ending}">
      <div class="mark" aria-hidden="true"></div>
      <h1>${headline({ ending, may }, reader)}</h1>
      <p class="when">${more}</p>
    </section>
    ${may.includes('rate') && ratingForm(words)}${contact(operator, words)}`;
}

const format = (text: string, reader: Reader, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(reader.language, {
    ...options,
    ...(reader.zone && { timeZone: reader.zone }),
  }).format(new Date(text));

/** Whose clock it is, where that is not the reader's own. */
const zoneName = ({ zone }: Reader, last: boolean): Intl.DateTimeFormatOptions =>
  zone && last ? { timeZoneName: 'short' } : {};

/** 5:23 AM, or 05:23 where days have 24 hours; with a zone behind it, browsers would write the two kinds mixed. */
const hour = ({ language }: Reader): '2-digit' | 'numeric' =>
  new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';

const clock = (text: string, reader: Reader, last = false): string =>
  format(text, reader, { hour: hour(reader), minute: '2-digit', ...zoneName(reader, last) });

/** Which of the reader's days it is, as a number that grows by one with each. */
function dayNumber(time: Date, { zone }: Reader): number {
  const parts = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...(zone && { timeZone: zone }) });
  return Date.parse(parts.format(time)) / 86_400_000;
}

/** Today and tomorrow by their names, other days by their date. */
function day(text: string, reader: Reader, last = false): string {
  const ahead = dayNumber(new Date(text), reader) - dayNumber(new Date(reader.nowMs), reader);
  if (ahead === 0 || ahead === 1) {
    const name = new Intl.RelativeTimeFormat(reader.language, { numeric: 'auto' }).format(ahead, 'day');
    return `${name}, ${clock(text, reader, last)}`;
  }
  return format(text, reader, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: hour(reader),
    minute: '2-digit',
    ...zoneName(reader, last),
  });
}

const sameDay = (from: string, to: string, reader: Reader, last: boolean): string =>
  dayNumber(new Date(from), reader) === dayNumber(new Date(to), reader)
    ? clock(to, reader, last)
    : day(to, reader, last);
