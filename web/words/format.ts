import { locale } from './language.ts';
import { once } from './once.ts';

const clock = once(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }));
const day = once(() => new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' }));
const date = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const full = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));
const whole = once(() => new Intl.NumberFormat(locale));
const percent = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }));
const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }));
const kilometers = once(
  () =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: 'kilometer',
      maximumFractionDigits: 1,
    }),
);
const meters = once(
  () => new Intl.NumberFormat(locale, { style: 'unit', unit: 'meter', maximumFractionDigits: 0 }),
);
const kilograms = once(
  () =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: 'kilogram',
      maximumFractionDigits: 1,
    }),
);
const minutes = once(
  () => new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', maximumFractionDigits: 0 }),
);

const seconds = once(
  () => new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', maximumFractionDigits: 0 }),
);
const megabytes = once(
  () =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: 'megabyte',
      maximumFractionDigits: 1,
    }),
);

const nearMs = 9 * 3_600_000;

type Time = string | number | Date;
const at = (time: Time): Date => new Date(time);

/** 14:05, or with its day when that is neither today nor within the coming night. */
export function showTime(time: Time): string {
  const then = at(time);
  if (Math.abs(then.getTime() - Date.now()) < nearMs) return clock().format(then);
  return then.toDateString() === new Date().toDateString()
    ? clock().format(then)
    : `${day().format(then)} ${clock().format(then)}`;
}
export const showClock = (time: Time): string => clock().format(at(time));
export const showDay = (time: Time): string => day().format(at(time));
/** With its year: for what lasts. */
export const showDate = (time: Time): string => date().format(at(time));
export const showInstant = (time: Time): string => full().format(at(time));
export const showNumber = (value: number): string => whole().format(value);
/** What stands between whole and part of a number, as this reader types it. */
export const decimalSeparator = once(
  () =>
    whole()
      .formatToParts(1.5)
      .find(({ type }) => type === 'decimal')?.value ?? '.',
);
export const showPercent = (part: number): string => percent().format(part);
export const showMinutes = (seconds: number): string => minutes().format(Math.round(seconds / 60));
/** For waiting: whole minutes, or seconds in steps of five, so that it does not flicker. */
export const showSpan = (value: number): string =>
  value >= 90
    ? minutes().format(Math.round(value / 60))
    : seconds().format(value > 10 ? Math.ceil(value / 5) * 5 : Math.max(1, Math.ceil(value)));
export const showMegabytes = (bytes: number): string => megabytes().format(bytes / 1e6);
export const showWeight = (grams: number): string => kilograms().format(grams / 1000);

export const showDistance = (value: number): string =>
  value < 950 ? meters().format(Math.round(value / 10) * 10) : kilometers().format(value / 1000);

/** Money in minor units of its ISO 4217 currency. */
export function showMoney({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** “3 min ago”, “in 2 h”. */
export function showAgo(time: Time, nowMs = Date.now()): string {
  const seconds = Math.round((at(time).getTime() - nowMs) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return relative().format(seconds, 'second');
  if (size < 3600) return relative().format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative().format(Math.round(seconds / 3600), 'hour');
  return relative().format(Math.round(seconds / 86_400), 'day');
}
