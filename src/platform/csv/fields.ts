import { z } from 'zod';

/** Cells are text; these turn them into values, with reasons for the person who filled the file. */

export const csvText = (maxLength: number) =>
  z.string().max(maxLength, `is longer than ${maxLength} characters`);

/** Also with a decimal comma, as spreadsheets write it in many countries. */
export const csvNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}([.,]\d{1,15})?$/, 'must be a number')
    .transform((cell) => Number(cell.replace(',', '.')))
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

export const csvInteger = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

export const csvBoolean = z
  .string()
  .toLowerCase()
  .regex(/^(true|yes|y|1|x|false|no|n|0)$/, 'must be yes or no')
  .transform((cell) => /^(true|yes|y|1|x)$/.test(cell));
