import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';

/** A customer with a tracking link, in a real browser, while the driver comes. */
let fleet: Fleet;
let browser: Browser;
beforeAll(async () => {
  fleet = await startFleet();
  if (hasChromium) browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await fleet.stop();
});

const patience = { timeout: 40_000 };

async function open(id: string) {
  const made = await fleet.expect(201, fleet.dispatcher, 'POST', `/v1/deliveries/${id}/tracking-links`, {});
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== fleet.server.address) foreign.push(request.url());
  });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(fleet.server.address + made.pagePath);
  return { page, context, foreign, errors };
}

test.runIf(hasChromium)('it is followed live, answered, and ends with the delivery', async () => {
  const { delivery, driver } = await fleet.inState('picked_up');
  const { page, context, foreign, errors } = await open(delivery.id);
  const title = page.getByRole('heading', { level: 1 });
  await expect.poll(() => title.textContent()).toBe('Your parcel is with the driver');

  // Whoever made the map is named on it.
  await page.locator('.map').getByText('Natural Earth').waitFor(patience);

  // What somebody types is not wiped by what comes in meanwhile.
  await page.getByText('Leave a note for the driver').click();
  await page.getByLabel('Your note').pressSequentially('The bell');
  await fleet.act(driver.token, delivery.id, 'startTransit');
  await title.filter({ hasText: 'Your driver is coming to you now' }).waitFor(patience);
  await expect.poll(() => page.getByLabel('Your note').inputValue()).toBe('The bell');
  await page.getByLabel('Your note').pressSequentially(' is broken');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.said').getByText('The bell is broken').waitFor(patience);
  const seen = await fleet.expect(200, driver.token, 'GET', `/v1/deliveries/${delivery.id}`);
  expect(seen.recipient).toEqual({ note: 'The bell is broken' });

  await context.setOffline(true);
  await page.getByText('No connection.').waitFor(patience);
  await fleet.act(driver.token, delivery.id, 'arrive');
  await context.setOffline(false);
  await title.filter({ hasText: 'Your driver is at the door' }).waitFor(patience);
  await page.getByText('No connection.').waitFor({ state: 'hidden', ...patience });

  await fleet.act(driver.token, delivery.id, 'deliver');
  await title.filter({ hasText: 'Your parcel has arrived' }).waitFor(patience);
  await expect.poll(() => page.locator('canvas').count()).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('radio', { name: '4 stars' }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Anything to add? (optional)').fill('Quick');
  await page.getByRole('button', { name: 'Send' }).press('Enter');
  await page.getByText('Thank you, that helps.').waitFor(patience);
  const rated = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}`);
  expect(rated.recipient.rating).toMatchObject({ stars: 4, comment: 'Quick' });

  await page.reload();
  await expect.poll(() => title.textContent()).toBe('Your parcel has arrived');
  await expect.poll(() => page.getByRole('radio').count()).toBe(0);
  expect(await context.cookies()).toEqual([]);
  expect([foreign, errors]).toEqual([[], []]);
  await context.close();
});
