import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Demo, fill } from '../../../scripts/web/demo-for-pictures.ts';
import type { Office } from '../../../scripts/web/office-for-pictures.ts';
import type { Screen } from '../../../scripts/web/screens.ts';
import { findings } from '../axe.ts';
import { watchTraffic } from '../traffic.ts';
import { misspoken } from './spoken.ts';

export interface Looked {
  /** In how many shapes and colours. */
  looks: number;
  wrong: string[];
}

const shapes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const schemes = 2;
const quietMs = 150;
/** A board on which others work never falls silent. */
const patienceMs = 2500;

/** Opens a screen as its reader would and looks at it wide and on a phone, in light and in dark. */
export async function look(browser: Browser, host: Demo | Office, screen: Screen): Promise<Looked> {
  const target = fill(screen.path, host.found);
  if (target === undefined) return { looks: 0, wrong: [`there is nothing to show at ${screen.path}`] };
  const context = await open(browser, host, screen);
  const traffic = watchTraffic(context);
  const wrong: string[] = [];
  let looks = 0;
  try {
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => wrong.push(`page error: ${message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text()))
        wrong.push(message.text());
    });
    const calm = watchCalm(page);
    if (screen.stalls) await page.route(screen.stalls, () => undefined);
    await page.goto(target, { waitUntil: 'domcontentloaded' });
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await calm();
    if (screen.drawn) await page.locator('canvas').first().waitFor({ state: 'attached' });
    if (screen.act) {
      await screen.act(page, host);
      await calm();
    }
    if (screen.as === 'driver') wrong.push(...(await smallTargets(page)));
    for (const shape of screen.shape ? [screen.shape] : (['wide', 'phone'] as const)) {
      await page.setViewportSize(shapes[shape]);
      wrong.push(...(await findings(page)).map((line) => `${shape} ${line}`));
      looks += schemes;
    }
    wrong.push(...(await misspoken(page)));
    wrong.push(
      ...(await traffic.take()).strangers.map((line) => `asks for what is not written down: ${line}`),
    );
  } catch (error) {
    wrong.push((error as Error).message.split('\n').slice(0, 3).join(' '));
  } finally {
    await context.close();
  }
  return { looks, wrong };
}

/** With gloves, in a moving hand: everything that a driver touches. */
async function smallTargets(page: Page): Promise<string[]> {
  const targets = page.locator('main :is(button, a):visible, nav a:visible, dialog button:visible');
  return targets.evaluateAll((all) =>
    all
      .map((one) => ({ text: one.textContent, ...one.getBoundingClientRect().toJSON() }))
      .filter(({ width, height }) => width < 44 || height < 44)
      .map(({ text, width, height }) => `smaller than 44 px: ${text} ${width} x ${height}`),
  );
}

async function open(browser: Browser, host: Demo | Office, screen: Screen): Promise<BrowserContext> {
  const { as, shape = 'wide', kept = {}, driver } = screen;
  const context = await browser.newContext({
    baseURL: host.baseUrl,
    viewport: shapes[shape],
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    reducedMotion: 'reduce',
    ...(shape === 'phone' && { hasTouch: true, isMobile: true }),
    ...('position' in host &&
      as === 'driver' && { permissions: ['geolocation'], geolocation: host.position }),
  });
  context.setDefaultTimeout(20_000);
  const session = as && 'sessionOf' in host ? await host.sessionOf(as, driver) : undefined;
  await context.addInitScript(
    ([text, entries]) => {
      if (text) sessionStorage.setItem('caravan.demo.session', text);
      for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);
    },
    [session, kept] as const,
  );
  if (as && 'admin' in host) {
    const { ok, status } = await signIn(context, host);
    if (!ok) throw new Error(`no login: ${status}`);
  }
  return context;
}

async function signIn(context: BrowserContext, { baseUrl, admin }: Office) {
  const answer = await context.request.post('/v1/sessions', {
    headers: { origin: baseUrl },
    data: { ...admin, transport: 'cookie' },
  });
  return { ok: answer.ok(), status: answer.status() };
}

/** @returns waits until nothing was asked for during a moment */
function watchCalm(page: Page): () => Promise<void> {
  let open = 0;
  let last = Date.now();
  const change = (by: number) => () => {
    open += by;
    last = Date.now();
  };
  page.on('request', change(1)).on('requestfinished', change(-1)).on('requestfailed', change(-1));
  return async () => {
    const deadline = Date.now() + patienceMs;
    while ((open > 0 || Date.now() - last < quietMs) && Date.now() < deadline) await page.waitForTimeout(50);
  };
}
