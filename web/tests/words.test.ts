import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { wrongWords } from '../../scripts/web/wrong-words.ts';

test('every catalogue says the same in every language, with the same holes', async () => {
  expect(await wrongWords(fileURLToPath(new URL('../', import.meta.url)))).toEqual([]);
});

test('a missing key, one too many, another hole and a missing language are named', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'caravan-words-'));
  try {
    const words = path.join(folder, 'words/board');
    mkdirSync(words, { recursive: true });
    const write = (language: string, text: object) =>
      writeFileSync(path.join(words, `${language}.ts`), `export default ${JSON.stringify(text)};`);
    const late = { one: '{count} minute late', other: '{count} minutes late' };
    write('en', { title: 'Board', near: '{name} is near', late, deep: { ok: 'Yes' } });
    write('de', {
      title: 'Tafel',
      near: '{nome} ist nah',
      late: { other: '{count} Minuten' },
      deep: { ok: 'Ja' },
    });
    write('fr', { title: 'Tableau', near: '{name} est là', late, deep: {}, extra: 'Rien' });
    expect(await wrongWords(folder)).toEqual([
      'words/board/de.ts has other holes in "near": {nome} instead of {name}',
      'words/board/fr.ts lacks "deep.ok"',
      'words/board/fr.ts has "extra", which English has not',
      'words/board/es.ts is missing',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
