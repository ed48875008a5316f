import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** An empty instance, up to its first delivery on streets that its admin brought from their computer. */
let server: TestServer;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  server = await startTestServer({ roles: ['api', 'realtime', 'worker'] });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const patience = { timeout: 30_000 };
const parts = '**/v1/uploads/*';

/** A village in OpenStreetMap's XML, long enough to be sent in several parts. */
function village(): Buffer {
  const nodes = Array.from({ length: 40 }, (_, i) => {
    const [lat, lon] = [47 + Math.floor(i / 8) * 0.002, 9 + (i % 8) * 0.002];
    const tags = `<tag k="addr:street" v="Landstrasse"/><tag k="addr:housenumber" v="${i + 1}"/>`;
    return `<node id="${i + 1}" lat="${lat}" lon="${lon}">${i % 2 ? tags : ''}</node>`;
  });
  const refs = nodes.map((_, i) => `<nd ref="${i + 1}"/>`).join('');
  const way = `<way id="1">${refs}<tag k="highway" v="residential"/><tag k="name" v="Landstrasse"/></way>`;
  const filling = `<!--${' '.repeat(3_000_000)}-->`;
  return Buffer.from(`<?xml version="1.0"?><osm version="0.6">${filling}${nodes.join('')}${way}</osm>`);
}

async function choose(button: string, file: { name: string; buffer: Buffer }): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles({ mimeType: 'application/octet-stream', ...file });
}

const tokenOf = (link: string): string => new URL(link).hash.replace('#token=', '');

test.runIf(hasChromium)(
  'an admin brings a map through a broken network and a reload, invites a driver, and orders a delivery',
  async () => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    const start = (await server.setupLink())!;
    // As the link names it: a browser signs in to one of two names of the same machine.
    const { origin } = new URL(start);
    await page.goto(start);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Mail address').fill('ada@example.test');
    await page.locator('input[type=password]').fill('a long enough sentence');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name of the company').fill('Valley Couriers', patience);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Valley Couriers').waitFor(patience);

    // No file of OpenStreetMap: said at once, and nothing is sent.
    await choose('Choose a map file', { name: 'photo.osm.pbf', buffer: Buffer.alloc(5000, 7) });
    await page.getByRole('alert').filter({ hasText: 'not an OpenStreetMap file' }).waitFor(patience);

    // The network breaks after the first part, and comes back.
    const file = { name: 'valley.osm', buffer: village() };
    const offsets: number[] = [];
    let left = 1;
    const pass = (route: Route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      if (left-- <= 0) return route.abort('internetdisconnected');
      offsets.push(Number(route.request().headers()['upload-offset']));
      return route.continue();
    };
    await page.route(parts, pass);
    await choose('Choose a map file', file);
    await page.getByRole('status').filter({ hasText: 'No connection' }).waitFor(patience);

    // A reload forgets the file; chosen again, it goes on where it stopped.
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText('valley.osm has not arrived whole').waitFor(patience);
    expect(await findings(page)).toEqual([]);
    await choose('Choose it again', { name: 'other.osm', buffer: Buffer.from('<osm/>') });
    await page.getByRole('alert').filter({ hasText: 'another file' }).waitFor(patience);
    left = 100;
    await choose('Choose it again', file);
    await page.getByText('In use: valley').waitFor(patience);
    expect(offsets[0]).toBe(0);
    expect(offsets[1]).toBeGreaterThan(0);
    expect(new Set(offsets).size).toBe(offsets.length);
    await page.unroute(parts);

    await page.getByLabel('Name of the driver').fill('Dario');
    await page.getByRole('button', { name: 'Add and invite' }).click();
    const link = await page.getByLabel('Link for Dario').inputValue(patience);
    expect(link).toContain('/app/invitation');
    expect(await findings(page)).toEqual([]);

    // A link is told once. Whoever lost it makes another, for the same driver.
    await page.reload();
    await page.getByRole('button', { name: 'New link: Dario' }).click(patience);
    const another = await page.getByLabel('Link for Dario').inputValue(patience);
    expect(another).not.toBe(link);
    await page.getByText('1 driver', { exact: true }).waitFor(patience);
    const guest = (of: string) => server.request('GET', `/v1/invitations/open/${tokenOf(of)}`);
    expect((await guest(link)).status).toBe(410);
    expect((await guest(another)).status).toBe(200);

    await page.getByRole('link', { name: 'To the dispatch board' }).click();
    await page.getByRole('heading', { name: 'No deliveries yet' }).waitFor(patience);
    await page.getByRole('button', { name: 'New delivery' }).first().click();
    const form = page.getByRole('dialog', { name: 'New delivery' });
    for (const [label, address] of [
      ['From', 'Landstrasse 2'],
      ['To', 'Landstrasse 40'],
    ] as const) {
      await form.getByRole('combobox', { name: label, exact: true }).fill(address);
      await form
        .getByRole('option', { name: new RegExp(address) })
        .first()
        .click(patience);
    }
    await form.getByRole('textbox', { name: 'Who receives it' }).fill('Emma');
    await form.getByRole('button', { name: 'Order it' }).click();
    await page.getByRole('row').filter({ hasText: 'Emma' }).waitFor(patience);
    await page.goto(`${origin}/app/first-steps`);
    await expect.poll(() => page.getByText('Done', { exact: true }).count(), patience).toBe(4);
    await page.getByRole('heading', { name: 'Everything is ready' }).waitFor(patience);

    // How these pages felt was told as each was left.
    await page.goto(`${origin}/app/admin`);
    const row = page.getByRole('row').filter({ hasText: 'first-steps' });
    await row.waitFor(patience);
    const [pages, first, largest, , shift] = (await row.getByRole('cell').allTextContents()).slice(1);
    expect(Number(pages)).toBeGreaterThan(0);
    for (const paint of [first, largest]) expect(paint).toMatch(/^[\d,]+ ms$/);
    expect(Number(shift)).toBeLessThanOrEqual(0.1);
  },
  120_000,
);
