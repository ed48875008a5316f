import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The public pages have no build and read no file of the app; what they share with it must not drift apart. */
const read = (file: string) => readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8');

function namesIn(block: string): Map<string, string> {
  return new Map([...block.matchAll(/^\s*--([\w-]+): ([^;]+);/gm)].map(([, name, value]) => [name!, value!]));
}
const blockAfter = (css: string, start: string): string => {
  const from = css.indexOf(start);
  expect(from, start).toBeGreaterThanOrEqual(0);
  return css.slice(from, css.indexOf('}', from));
};

const tokens = read('design/tokens.css');
const app = {
  light: namesIn(blockAfter(tokens, ':root {')),
  dark: namesIn(blockAfter(tokens, ':root[data-mantine-color-scheme="dark"] {')),
};
/** The map lies under these two, so that they let it through, and they call the page's colours otherwise. */
const ownMeaning = ['panel', 'line'];

test.each(['tracking/style.css', 'first-screen/style.css'])('%s has the colours of the app', (file) => {
  const css = read(file);
  const page = {
    light: namesIn(blockAfter(css, ':root {')),
    dark: namesIn(blockAfter(css.slice(css.indexOf('@media (prefers-color-scheme: dark)')), ':root {')),
  };
  for (const scheme of ['light', 'dark'] as const) {
    const shared = [...page[scheme].keys()].filter(
      (name) => app[scheme].has(name) && !ownMeaning.includes(name),
    );
    expect(shared.length).toBeGreaterThan(12);
    for (const name of shared)
      expect([scheme, name, page[scheme].get(name)]).toEqual([scheme, name, app[scheme].get(name)]);
  }
});
