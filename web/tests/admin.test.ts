import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { buildWebApp } from './web-app.ts';

/** An administrator at work. What each of the screens looks like to axe: `npm run check -- axe`. */
let fleet: Fleet;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  fleet = await startFleet({ roles: ['api', 'realtime', 'worker'], settings: { CARAVAN_DEMO: 'true' } });
  browser = await launch();
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1400, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${fleet.server.address}/app/admin`);
  await page.getByRole('button', { name: /^Administrator/ }).click();
});
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
});

async function look(path: string, heading: string): Promise<void> {
  await page.goto(`${fleet.server.address}/app${path}`);
  await page.getByRole('heading', { name: heading }).first().waitFor();
  // What it asked the server for is there.
  await page.waitForLoadState('networkidle');
  await expect(findings(page)).resolves.toEqual([]);
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

test.runIf(hasChromium)(
  'somebody is invited, and axe finds nothing on that screen',
  async () => {
    await look('/admin/people', 'People');
    await page.getByRole('textbox', { name: /^Mail address/ }).fill('new@example.test');
    await press('Invite');
    await page.getByRole('button', { name: /^Withdraw/ }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
  },
  90_000,
);

test.runIf(hasChromium)(
  'axe finds nothing on the page at the start, nor on one that does not exist',
  async () => {
    await look('/nowhere', 'This page does not exist.');
    await page.goto(fleet.server.address);
    await page.getByRole('heading', { name: 'Caravan', exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
  },
);
