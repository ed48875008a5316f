import type { Browser } from 'playwright-core';
import { findings } from '../axe.ts';
import { misspoken } from './spoken.ts';

const faulty = `<!doctype html><html lang="xx"><head><title>Something else</title><style>
    body { background: #fff; color: #111; }
    .pale { color: #333; }
    @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } }
    .small { display: inline-block; width: 10px; height: 10px; padding: 0; border: 0; overflow: hidden; }
  </style></head><body><main><h1>One</h1><h1>Two</h1><p class="pale">Hard to read in the dark</p>
  <button></button><button aria-label="dispatch.title">x</button>
  <button class="small">a</button><button class="small">b</button>
  <div tabindex="0">Nothing in particular</div></main></body></html>`;

/** What both checks have to find on a page that is full of faults; each that is missed is named. */
export async function blindSpots(browser: Browser): Promise<string[]> {
  const page = await browser.newPage();
  try {
    await page.setContent(faulty);
    const seen = await findings(page);
    const heard = await misspoken(page);
    const found = (lines: string[], pattern: RegExp) => lines.some((line) => pattern.test(line));
    const expected: [string, boolean][] = [
      ['pale words in the dark', found(seen, /^dark: color-contrast.*Hard to read/)],
      ['the same words are fine in the light', !found(seen, /^light: color-contrast.*Hard to read/)],
      ['a button without a name', found(seen, /button-name/) && found(heard, /button is called ""/)],
      ['targets that are too small', found(seen, /target-size/)],
      ['a key instead of words', found(heard, /called "dispatch\.title"/)],
      ['something without a role on the way of the keyboard', found(heard, /generic is called/)],
      ['two headings', found(heard, /2 main headings/)],
      ['a wrong language', found(heard, /language is "xx"/)],
      ['a title that names nothing', found(heard, /"Something else" does not name "One"/)],
    ];
    return expected.filter(([, isSeen]) => !isSeen).map(([what]) => `not seen: ${what}`);
  } finally {
    await page.close();
  }
}
