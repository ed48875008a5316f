import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, until, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { startDeadSpot } from './dead-spot.ts';
import { cutOff, openPhone, press, reconnect } from './driver-hands.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** A driver with stops to do takes a break, and the office sees it. */
let fleet: Fleet;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  fleet = await startFleet({
    roles: ['api', 'realtime', 'worker'],
    settings: { CARAVAN_DEMO: 'true', CARAVAN_DELIVERIES_OFFER_TTL: '1h' },
  });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
});

async function busyDriver(name: string) {
  const driver = await fleet.driver({ name });
  const { id } = await fleet.order();
  await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
  const stateOf = async () => (await fleet.call(driver.token, 'GET', `/v1/drivers/${driver.id}`)).state;
  await until(async () => (await stateOf()) === 'busy');
  return { driver, id: id as string, stateOf };
}

test.runIf(hasChromium)(
  'it begins with stops to do, lasts in sight, and ends before the next step, without a network too',
  async () => {
    const spot = await startDeadSpot(fleet.server.address);
    const { driver, id, stateOf } = await busyDriver('Rosa Weile');
    const opened = await openPhone(browser, spot, 'Rosa Weile');
    const { page, context, errors } = opened;
    await page.getByText('GPS', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Me', exact: true }).click();
    await page.getByText('The end of work comes when your stops are done.').waitFor();
    expect(await page.getByRole('button', { name: 'End work' }).count()).toBe(0);
    await press(page, 'Take a break');
    await page.getByText(/^Break since .* · 0 mins$/).waitFor();
    await until(async () => (await stateOf()) === 'on_break');
    // Where somebody rests is not asked for.
    await page.getByText('GPS off').waitFor();

    await page.getByRole('link', { name: 'Stops' }).click();
    await page.getByRole('heading', { name: 'You are on a break' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await cutOff(opened, spot);
    await page.clock.install();
    await page.clock.fastForward('20:00');
    await page
      .getByRole('link', { name: /Städtle/ })
      .first()
      .click();
    await page.getByText('Go back to work first').waitFor();
    await page.getByText(/^Break since .* · 20 mins$/).waitFor();
    await page.clock.fastForward('05:00');
    await page.getByText(/^Break since .* · 25 mins$/).waitFor();
    expect(await page.getByRole('button', { name: 'Picked up' }).count()).toBe(0);
    await press(page, 'Back to work');
    await page.clock.fastForward(1_000);
    await press(page, 'Picked up');
    await page.getByRole('button', { name: 'Set off' }).waitFor();
    await reconnect(opened, spot);
    await page.clock.fastForward('02:00');
    await until(async () => (await stateOf()) === 'busy');
    await until(
      async () => (await fleet.call(driver.token, 'GET', `/v1/deliveries/${id}`)).state === 'picked_up',
    );
    const history = await fleet.server.eventsOf('driver', driver.id);
    expect(history.slice(-2).map(({ action, toState }) => [action, toState])).toEqual([
      ['startBreak', 'on_break'],
      ['endBreak', 'busy'],
    ]);
    expect(errors).toEqual([]);
    await context.close();
    await spot.stop();
  },
  90_000,
);

test.runIf(hasChromium)(
  'the board tells of the break, although the driver has stops',
  async () => {
    const { driver } = await busyDriver('Paul Rast');
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1500, height: 900 } });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(`${fleet.server.address}/app/dispatch`);
    await page.getByRole('button', { name: /^Dispatcher/ }).click();
    const line = page.getByRole('button', { name: /^Paul Rast/ }).first();
    await line.getByText('1 delivery').waitFor();
    await fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/startBreak`, {});
    await line.getByText('On a break · 1').waitFor();
    await line.click();
    const panel = page.getByRole('article', { name: /Paul Rast/ });
    await panel.getByText('On a break').waitFor();
    await panel.getByText(/^since \d/).waitFor();
    await context.close();
  },
  90_000,
);
