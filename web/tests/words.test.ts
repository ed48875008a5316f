import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = new URL('../words/', import.meta.url);
const areas = readdirSync(fileURLToPath(folder)).filter((name) =>
  existsSync(fileURLToPath(new URL(`${name}/en.ts`, folder))),
);

type Text = string | Record<string, string>;
const holesOf = (text: Text): string[] =>
  [...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string))].sort();

test.each(areas)('%s says the same in every language, with the same holes', async (area) => {
  const read = async (language: string) =>
    ((await import(new URL(`${area}/${language}.ts`, folder).href)) as { default: Record<string, Text> })
      .default;
  const english = await read('en');
  for (const language of ['de', 'fr', 'es']) {
    const words = await read(language);
    expect([language, Object.keys(words).sort()]).toEqual([language, Object.keys(english).sort()]);
    for (const [key, text] of Object.entries(english))
      expect([language, key, holesOf(words[key] as Text)]).toEqual([language, key, holesOf(text)]);
  }
});
