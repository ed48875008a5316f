import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** An administrator at work. What each of the screens looks like to axe: `npm run check -- axe`. */
let fleet: Fleet;
let browser: Browser;
let page: Page;
/** As whom the window is signed in. */
let kept: string | null;
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
  await page.getByRole('heading', { name: 'Operations' }).waitFor();
  kept = await page.evaluate(() => sessionStorage.getItem('caravan.demo.session'));
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

    // Who drives is on the board as well, and a lost link is made anew.
    await page.getByRole('combobox', { name: 'Role', exact: true }).click();
    await page.getByRole('option', { name: 'Driver' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Dario Marxer');
    await press('Invite');
    const link = page.getByRole('textbox', { name: 'Link for Dario Marxer' });
    const first = await link.inputValue();
    const admin = await fleet.server.tokenFor('admin');
    const { items } = await fleet.expect(200, admin, 'GET', '/v1/drivers?limit=50');
    expect(items.map(({ name }: { name: string }) => name)).toContain('Dario Marxer');
    await page.getByRole('button', { name: 'New link: Dario Marxer' }).click();
    await expect.poll(() => link.inputValue()).not.toBe(first);
    expect(errors).toEqual([]);
  },
  90_000,
);

test.runIf(hasChromium)(
  'a map is busy until it has been drawn, and also when its style does not come',
  async () => {
    const drawing = await launch({ maps: true });
    try {
      const context = await drawing.newContext({ locale: 'en-GB' });
      await context.addInitScript(
        (session) => sessionStorage.setItem('caravan.demo.session', session!),
        kept,
      );
      const map = await context.newPage();
      const busy = map.locator('.maplibregl-map[aria-busy=true]');
      for (const answer of ['continue', 'abort'] as const) {
        const style = Promise.withResolvers<void>();
        await map.route('**/v1/map-styles/*', async (route) => {
          await style.promise;
          await route[answer]();
        });
        await map.goto(`${fleet.server.address}/app/admin/zones`);
        await busy.waitFor();
        style.resolve();
        await busy.waitFor({ state: 'detached' });
        await map.locator('.maplibregl-map').waitFor();
        // Whose map it is stands on it.
        if (answer === 'continue') await map.getByText('Natural Earth').waitFor();
        await map.unroute('**/v1/map-styles/*');
      }
    } finally {
      await drawing.close();
    }
  },
  90_000,
);

test.runIf(hasChromium)(
  'what is wrong comes first, with what to do: a database that is down, a server that is silent',
  async () => {
    await look('/admin', 'Operations');
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
    const down = { critical: true, status: 'down', milliseconds: 2000, detail: 'no answer' };
    const dependencies = ['database', 'worker'].map((name) => ({ name, ...down }));
    const report = { status: 'down', version: '1', uptimeSeconds: 1, dependencies };
    await page.route('**/health/ready', (route) => route.fulfill({ status: 503, json: report }));
    await page.getByText('The database does not answer.').waitFor();
    await page.getByText('caravan doctor', { exact: false }).waitFor();
    // Who works is asked of the database, so that nobody is accused while it is silent.
    await expect(page.getByText('Nobody does the background work.').count()).resolves.toBe(0);
    expect(await findings(page)).toEqual([]);
    await page.unroute('**/health/ready');
    await page.route('**/health/ready', (route) => route.abort());
    await page.getByText('This server does not answer.').waitFor();
    await page.unroute('**/health/ready');
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
    expect(errors).toEqual([]);
  },
  90_000,
);

test.runIf(hasChromium)(
  'who may do what: the table, a role that two change at once, and why a person may',
  async () => {
    const admin = await fleet.server.tokenFor('admin');
    const read = async (name: string) => {
      const { items } = await fleet.expect(200, admin, 'GET', '/v1/roles?limit=50');
      return items.find((role: { name: string }) => role.name === name);
    };
    await look('/admin/rights', 'Rights');
    const row = page.getByRole('row', { name: /^Cancel deliveries/ });
    await expect(row.getByRole('cell').allInnerTexts()).resolves.toHaveLength(7);
    await page.getByRole('searchbox', { name: 'Search rights' }).fill('cancel deliv');
    await page.getByText('1 right', { exact: true }).waitFor();
    await page
      .getByRole('columnheader', { name: /^Support/ })
      .getByRole('button')
      .click();
    const form = page.getByRole('dialog', { name: 'Change the role Support' });
    await form.getByLabel('Cancel deliveries').selectOption('no');
    await form.getByText('1 right is taken away', { exact: false }).waitFor();
    expect(await findings(page)).toEqual([]);

    const before = await read('support');
    const { 'delivery:track': _, ...theirs } = before.permissions;
    const body = { description: 'Helps on the phone', permissions: theirs };
    await fleet.expect(200, admin, 'PATCH', `/v1/roles/${before.id}`, body);
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').getByRole('button', { name: 'Read the newest' }).click();
    await expect.poll(() => form.getByLabel('What it is for').inputValue()).toBe('Helps on the phone');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The role Support is changed.').waitFor();
    const both = await read('support');
    expect(both.permissions).not.toHaveProperty(['delivery:cancel']);
    expect(both.permissions).not.toHaveProperty(['delivery:track']);
    await press('Undo');
    await page.getByText('The role Support is as it was before.').waitFor();
    expect((await read('support')).permissions['delivery:cancel']).toBe('all');

    const invitation = { role: 'support', name: 'Ben Kaiser' };
    const { link } = await fleet.expect(201, admin, 'POST', '/v1/invitations', invitation);
    await fleet.expect(201, undefined, 'POST', '/v1/invitations/accept', {
      token: new URL(link).hash.replace('#token=', ''),
      mail: 'ben@example.test',
      name: 'Ben Kaiser',
      password: 'four calm words here',
      transport: 'body',
    });
    await look('/admin/people', 'People');
    await page.getByRole('link', { name: 'What they may do: Ben Kaiser' }).click();
    await page.getByRole('row', { name: /^Cancel deliveries.*all.*Support/ }).waitFor();
    await page.getByRole('combobox', { name: 'Right' }).click();
    await page.getByRole('option', { name: 'Choose the driver' }).click();
    await press('Ask');
    await page.getByText('None of their roles gives it.').waitFor();
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
