import { z } from 'zod';
import { csvNumber, csvText } from '../../../platform/csv/fields.ts';
import type { CsvFormat } from '../../../platform/csv/read-csv.ts';

const row = z
  .strictObject({
    name: csvText(120).optional(),
    street: csvText(200).optional(),
    houseNumber: csvText(20).optional(),
    postcode: csvText(20).optional(),
    city: csvText(120).optional(),
    country: z
      .string()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as LI')
      .optional(),
    instructions: csvText(500).optional(),
    reference: csvText(80).optional(),
    lat: csvNumber(-90, 90),
    lng: csvNumber(-180, 180),
  })
  .refine(({ lat, lng }) => lat !== 0 || lng !== 0, {
    path: ['lat'],
    message: 'is 0 and so is lng: a point that was never found',
  });

export type ImportRow = z.output<typeof row>;

export const importFormat: CsvFormat<ImportRow> = {
  columns: {
    lat: { required: true, aliases: ['latitude', 'y', 'Breitengrad', 'Breite'] },
    lng: { required: true, aliases: ['lon', 'long', 'longitude', 'x', 'Längengrad', 'Länge'] },
    name: { aliases: ['label', 'Bezeichnung'] },
    street: { aliases: ['road', 'Strasse', 'Straße', 'rue', 'via'] },
    houseNumber: { aliases: ['number', 'nr', 'Hausnummer', 'Hausnr'] },
    postcode: { aliases: ['postal code', 'zip', 'zip code', 'plz', 'Postleitzahl', 'cap', 'npa'] },
    city: { aliases: ['town', 'municipality', 'Ort', 'Stadt', 'ville', 'città'] },
    country: { aliases: ['country code', 'Land', 'pays'] },
    instructions: { aliases: ['notes', 'Hinweis', 'Hinweise'] },
    reference: { aliases: ['ref', 'id', 'external id', 'Referenz'] },
  },
  row,
  maxLines: 500_000,
};
