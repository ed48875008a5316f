import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, until, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { startDeadSpot } from './dead-spot.ts';
import { cutOff, openPhone, press, reconnect } from './driver-hands.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** A phone without room. */
const picture = fileURLToPath(new URL('../driver/pwa/driver-512.png', import.meta.url));
let fleet: Fleet;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  fleet = await startFleet({ settings: { CARAVAN_DEMO: 'true' } });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
});

/** In the page: its database answers as that of a full phone, until there is `room`. */
function fill(): void {
  const { add, put } = IDBObjectStore.prototype;
  const refuse = (): never => {
    throw new DOMException('There is no room left.', 'QuotaExceededError');
  };
  Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse });
  addEventListener('room', () => Object.assign(IDBObjectStore.prototype, { add, put }), { once: true });
}

test.runIf(hasChromium)(
  'a photo for which there is no room is named as not kept, stays in sight, and is kept when there is',
  async () => {
    const spot = await startDeadSpot(fleet.server.address);
    const driver = await fleet.driver({ name: 'Vera Voll' });
    const { id } = await fleet.order({ proofRules: ['photo'] });
    await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
    for (const action of ['pickUp', 'startTransit', 'arrive']) await fleet.act(driver.token, id, action);
    const opened = await openPhone(browser, spot, 'Vera Voll');
    const { page, context, errors } = opened;
    await page.getByRole('link', { name: /Landstrasse/ }).click();
    await cutOff(opened, spot);
    await page.evaluate(fill);
    await press(page, 'Take photo');
    await page.locator('input[type=file]').setInputFiles(picture);
    await press(page, 'Keep');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This phone is full: the last step was not kept.').waitFor();
    await dialog.getByAltText('The photo').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('What is kept on it stays, but the next steps may not be').waitFor();
    expect(await findings(page)).toEqual([]);
    // The step that needs the photo is not offered for one that was not kept.
    expect(await page.getByRole('button', { name: 'Delivered', exact: true }).count()).toBe(0);

    await press(page, 'Take photo');
    await page.locator('input[type=file]').setInputFiles(picture);
    await press(page, 'Keep');
    await dialog.getByText('This phone is full: the last step was not kept.').waitFor();
    await page.evaluate(() => dispatchEvent(new Event('room')));
    await press(page, 'Keep');
    await press(page, 'Delivered');
    await page.getByText('What is kept on it stays').waitFor({ state: 'detached' });
    await reconnect(opened, spot);
    await until(
      async () => (await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${id}`)).state === 'delivered',
    );
    const { items } = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${id}/proofs`);
    expect(items).toHaveLength(1);
    expect(errors).toEqual([]);
    await context.close();
    await spot.stop();
  },
  90_000,
);
