/**
 * `npm run screenshots [-- --only admin] [-- --url http://127.0.0.1:3000]`: every screen in light and dark, on a phone
 * and a wide screen, in English and German, into the folder `screenshots`. Without an address it starts a demo.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { openDemo, type Demo } from './web/demo-for-pictures.ts';
import { screens, type Screen } from './web/screens.ts';

const { values } = parseArgs({
  options: { url: { type: 'string' }, only: { type: 'string' }, language: { type: 'string' } },
});
const folder = path.resolve('screenshots');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => existsSync(file),
);
if (!executablePath) throw new Error('There is no Chromium here: apt-get install chromium.');

const shapes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } } as const;
const schemes = ['light', 'dark'] as const;
const locales = ['en-GB', 'de-DE'].filter((locale) => !values.language || locale.startsWith(values.language));
/** Maps and lists have come by then. */
const settleMs = 2500;

const demo = await openDemo(values.url);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
let failures = 0;
try {
  for (const [area, list] of Object.entries(screens)) {
    if (values.only && values.only !== area) continue;
    await rm(path.join(folder, area), { recursive: true, force: true });
    await mkdir(path.join(folder, area), { recursive: true });
    for (const screen of list) await takeAll(browser, area, screen, demo);
  }
} finally {
  await browser.close();
  await demo.close();
}
process.stdout.write(`The pictures are in ${folder}.\n`);
process.exitCode = failures > 0 ? 1 : 0;

async function takeAll(
  on: Browser,
  area: string,
  screen: Screen,
  { baseUrl, fill, sessionOf }: Demo,
): Promise<void> {
  const target = fill(screen.path);
  if (target === undefined) {
    process.stdout.write(`${area} ${screen.name}: left out, the demo has nothing to show there now\n`);
    return;
  }
  const session = screen.as && (await sessionOf(screen.as));
  for (const locale of locales)
    for (const colorScheme of schemes)
      for (const [shape, viewport] of Object.entries(shapes)) {
        if (screen.shape && screen.shape !== shape) continue;
        const context = await on.newContext({ viewport, colorScheme, locale, timezoneId: 'Europe/Zurich' });
        if (session)
          await context.addInitScript(
            (text) => sessionStorage.setItem('caravan.demo.session', text),
            session,
          );
        const page = await context.newPage();
        page.on('pageerror', (error) => {
          failures++;
          process.stdout.write(`${area} ${screen.name}: ${error.message}\n`);
        });
        await page.goto(baseUrl + target);
        await page.waitForTimeout(settleMs);
        const file = `${screen.name}-${shape}-${colorScheme}-${locale.slice(0, 2)}.png`;
        await page.screenshot({ path: path.join(folder, area, file) });
        await context.close();
      }
}
