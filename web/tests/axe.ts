import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { settled } from '../../scripts/web/settled.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

const schemes = ['light', 'dark'] as const;
/** WCAG 2.2 A and AA with the size of targets, and what axe advises besides. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** A theme changes colours and nothing else: all other rules would say the same again. */
const aboutColours = ['color-contrast', 'link-in-text-block'];
const rulesFor = {
  light: { type: 'tag', values: tags },
  dark: { type: 'rule', values: aboutColours },
} as const;

/** What axe finds wrong on the page as it is now, in light and in dark, one line each. */
export async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of schemes) {
    // Nothing is looked at halfway between two colours.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(settled, colorScheme);
    for (const line of await findingsNow(page, colorScheme)) found.push(`${colorScheme}: ${line}`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}

/** The first of several ways to mend it is enough to know what is meant. */
const firstLines = (summary: string): string =>
  summary
    .split(/\s*\n\s*/)
    .slice(0, 2)
    .join(' ');

/** Evaluated by the debugger, which no policy stops. */
async function findingsNow(page: Page, scheme: keyof typeof rulesFor): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (runOnly) =>
      (
        globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } }
      ).axe.run({ runOnly, resultTypes: ['violations'], preload: false }),
    rulesFor[scheme],
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${firstLines(failureSummary)}`),
  );
}
