import { showNumber } from '../../words/format.ts';
import { locale } from '../../words/language.ts';
import { t } from './words.ts';

const parts = ['database', 'worker', 'limits', 'redis', 'mail'] as const;

export function sayPart(name: string): string {
  const known = parts.find((one) => one === name);
  return known ? t(`part.${known}`) : name;
}

const unit = (name: string, maximumFractionDigits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits });
const seconds = unit('second', 1);
const megabytes = unit('megabyte', 0);
const gigabytes = unit('gigabyte', 1);

export const showSeconds = (value: number): string => seconds.format(value);
export const showMilliseconds = (value: number): string =>
  `${showNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ms`;
export const showBytes = (bytes: number): string =>
  bytes < 2 ** 30 ? megabytes.format(bytes / 2 ** 20) : gigabytes.format(bytes / 2 ** 30);
