/**
 * `npm run screenshots [-- --only admin,account] [-- --screen keys] [-- --url http://127.0.0.1:3000]`: every screen in light
 * and dark, on a phone and a wide screen, in English and German, into the folder `screenshots`. Without an address it
 * starts a demo; `--language en`, `--shape phone` and `--scheme dark` take some of them.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { openDemo, type Demo, fill } from './web/demo-for-pictures.ts';
import { openOffice, type Office } from './web/office-for-pictures.ts';
import { screens, type Screen } from './web/screens.ts';
import { framesDrawn, settled } from './web/settled.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { url: text, only: text, screen: text, language: text, shape: text, scheme: text },
});
const folder = path.resolve('screenshots');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => existsSync(file),
);
if (!executablePath) throw new Error('There is no Chromium here: apt-get install chromium.');

const shapes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } } as const;
const schemes = (['light', 'dark'] as const).filter((name) => !values.scheme || name === values.scheme);
const locales = ['en-GB', 'de-DE'].filter((locale) => !values.language || locale.startsWith(values.language));
/** Nothing is asked for any more, and what came has been drawn, however busy the machine is. */
const quietMs = 700;
const patienceMs = 9000;
const drawnFrames = 12;
const atOnce = 5;

interface Picture {
  area: string;
  screen: Screen;
  locale: string;
  shape: keyof typeof shapes;
}
const pictures: Picture[] = Object.entries(screens)
  .filter(([area]) => !values.only || values.only.split(',').includes(area))
  .flatMap(([area, list]) => list.map((screen) => ({ area, screen })))
  .filter(({ screen }) => !values.screen || values.screen.split(',').includes(screen.name))
  .flatMap((of) => locales.map((locale) => ({ ...of, locale })))
  .flatMap((of) => (['phone', 'wide'] as const).map((shape) => ({ ...of, shape })))
  .filter(({ screen, shape }) => !values.shape || values.shape === shape || screen.shape === values.shape)
  .filter(({ screen, shape }) => !screen.shape || screen.shape === shape);

let failures = 0;
const say = (words: string): void => void process.stdout.write(`${words}\n`);
const demo = pictures.some(({ screen }) => !screen.office) ? await openDemo(values.url) : undefined;
const office = pictures.some(({ screen }) => screen.office) ? await openOffice() : undefined;
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
try {
  const queue = pictures.values();
  const work = async () => {
    for (const picture of queue) await take(browser, picture);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
} finally {
  await browser.close();
  await demo?.close();
  await office?.close();
}
say(`The pictures are in ${folder}.`);
process.exitCode = failures > 0 ? 1 : 0;

async function take(on: Browser, { area, screen, locale, shape }: Picture): Promise<void> {
  const name = `${area} ${screen.name} ${shape} ${locale}`;
  const host = (screen.office ? office : demo) as Demo | Office;
  const target = fill(screen.path, host.found);
  if (target === undefined) return say(`${name}: left out, there is nothing to show there now`);
  const context = await on.newContext({
    baseURL: host.baseUrl,
    viewport: shapes[shape],
    colorScheme: schemes[0] ?? 'light',
    locale,
    timezoneId: 'Europe/Zurich',
    ...(shape === 'phone' && { hasTouch: true, isMobile: true }),
    ...(screen.as === 'driver' && {
      permissions: ['geolocation'],
      geolocation: (demo as Demo).position,
    }),
  });
  try {
    await signIn(context, screen);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      failures++;
      say(`${name}: ${error.message}`);
    });
    if (screen.stalls) await page.route(screen.stalls, () => undefined);
    await page.goto(target);
    await settle(page);
    if (screen.act) await screen.act(page, host);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(settled, colorScheme);
      await settle(page);
      const file = path.join(
        folder,
        area,
        `${screen.name}-${shape}-${colorScheme}-${locale.slice(0, 2)}.png`,
      );
      await mkdir(path.dirname(file), { recursive: true });
      // What is on its way from one colour to the other has arrived.
      await page.screenshot({ path: file, animations: 'disabled' });
    }
  } catch (error) {
    failures++;
    say(`${name}: ${(error as Error).message.split('\n')[0]}`);
  } finally {
    await context.close();
  }
}

async function signIn(context: BrowserContext, { as, driver, kept, office: real }: Screen): Promise<void> {
  const session = as && !real ? await (demo as Demo).sessionOf(as, driver) : undefined;
  await context.addInitScript(
    ({ session: text, kept: entries }) => {
      if (text) sessionStorage.setItem('caravan.demo.session', text);
      for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);
    },
    { session, kept: kept ?? {} },
  );
  if (!as || !real) return;
  const { baseUrl, admin } = office as Office;
  const answer = await context.request.post('/v1/sessions', {
    headers: { origin: baseUrl },
    data: { ...admin, transport: 'cookie' },
  });
  if (!answer.ok()) throw new Error(`no login: ${answer.status()}`);
}

async function settle(page: Page): Promise<void> {
  let last = Date.now();
  const touch = () => {
    last = Date.now();
  };
  page.on('request', touch).on('requestfinished', touch);
  const deadline = Date.now() + patienceMs;
  while (Date.now() - last < quietMs && Date.now() < deadline) await page.waitForTimeout(100);
  page.off('request', touch).off('requestfinished', touch);
  // Maps say themselves while their streets are not all there. Only now: a part that was fetched may have brought one.
  const unfinished = page.locator('.maplibregl-map[aria-busy], canvas[data-unfinished]').first();
  await unfinished.waitFor({ state: 'detached', timeout: patienceMs }).catch(() => undefined);
  await page.evaluate(framesDrawn, drawnFrames);
}
