import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** An instance with companies from before there was an operator to be marked. */
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  server = await startTestServer({ roles: ['api', 'realtime'] });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const patience = { timeout: 30_000 };
const companies = 45;

test.runIf(hasChromium)(
  'one of many companies becomes the operator, though two have its name',
  async () => {
    const token = await server.tokenFor('dispatcher');
    const create = async (body: object): Promise<string> => {
      const { json } = await server.request('POST', '/v1/parties', {
        token,
        body: { kind: 'company', ...body },
      });
      return json.id;
    };
    for (let n = 0; n < companies; n++) await create({ name: `Shop number ${n}` });
    await create({ name: 'Valley Couriers', phone: '+423 1' });
    const wanted = await create({ name: 'Valley Couriers', phone: '+423 2' });

    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto((await server.setupLink())!);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Mail address').fill('ada@example.test');
    await page.locator('input[type=password]').fill('a long enough sentence');
    await page.getByRole('button', { name: 'Continue' }).click();

    const field = page.getByRole('combobox', { name: 'One of your companies that are here already' });
    await field.click(patience);
    await field.fill('valey couriers');
    const options = page.getByRole('option').filter({ hasText: 'Valley Couriers' });
    await expect.poll(() => options.count(), patience).toBe(2);
    expect(await findings(page)).toEqual([]);
    await options.filter({ hasText: '+423 2' }).click();
    await page.getByRole('button', { name: 'Take this one' }).click();

    const step = page.getByRole('listitem').filter({ hasText: 'Your company' });
    await step.getByText('Done', { exact: true }).waitFor(patience);
    await step.getByText('Valley Couriers', { exact: true }).waitFor(patience);
    const marked = await server.request('GET', '/v1/parties?operator=true', { token });
    expect(marked.json.items.map(({ id }: { id: string }) => id)).toEqual([wanted]);
    const all = await server.request('GET', '/v1/parties?kind=company&limit=200', { token });
    expect(all.json.items).toHaveLength(companies + 2);
  },
  120_000,
);
