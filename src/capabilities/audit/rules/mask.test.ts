import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mask, maskAll } from './mask.ts';

const sensitive = new Set(['phone']);

test('secrets by their name and what a module calls sensitive are hidden, however deep', () => {
  const value = {
    newPassword: 'a',
    totpCode: 'b',
    code: 'c',
    postcode: '9490',
    list: [{ phone: 'd', refreshToken: null }],
  };
  expect(mask(value, sensitive)).toEqual({
    newPassword: '***',
    totpCode: '***',
    code: '***',
    postcode: '9490',
    list: [{ phone: '***', refreshToken: null }],
  });
});

test('long texts and lists are cut, dates and bytes are told', () => {
  const value = { text: 'x'.repeat(1000), list: Array(30).fill(1), at: new Date(0), bytes: Buffer.alloc(5) };
  const masked = mask(value, sensitive) as Record<string, any>;
  expect(masked.text).toMatch(/^x{300}… \(1000 characters\)$/);
  expect(masked.list).toHaveLength(21);
  expect([masked.at, masked.bytes]).toEqual(['1970-01-01T00:00:00.000Z', '(5 bytes)']);
});

test('whatever comes, the result is JSON that the database can store', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const stored = JSON.stringify(mask({ value, text: `${text}\0\ud800` }, sensitive));
      expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    }),
  );
});

test('hiding all leaves which fields there were, and which were empty', () => {
  expect(maskAll({ a: 1, b: null, c: [{ d: 'x' }] })).toEqual({ a: '***', b: null, c: [{ d: '***' }] });
});
