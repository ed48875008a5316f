import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, until, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { startDeadSpot } from './dead-spot.ts';
import { cutOff, phone, press, reconnect } from './driver-hands.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** A driver with an account, whose login ends while steps wait on the phone. */
let fleet: Fleet;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  fleet = await startFleet({ roles: ['api', 'realtime'] });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
});

const mail = 'dora@example.test';
const password = 'seven umbrellas on a slope';

async function driverWithAccount() {
  const driver = await fleet.driver({ name: 'Dora Fern' });
  const { id } = await fleet.order();
  await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
  const invitation = { role: 'driver', partyId: driver.id, name: 'Dora Fern' };
  const { link } = await fleet.expect(201, fleet.dispatcher, 'POST', '/v1/invitations', invitation);
  const [, token] = (link as string).split('#token=');
  const accepted = { token, name: 'Dora Fern', mail, password, transport: 'body' };
  await fleet.expect(201, undefined, 'POST', '/v1/invitations/accept', accepted);
  return { driver, id: id as string };
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Mail address').fill(mail);
  await page.locator('input[type=password]').fill(password);
  await press(page, 'Sign in');
}

/** As the driver does on another device: every other session is over. */
async function endOtherSessions(): Promise<void> {
  const login = { mail, password, transport: 'body' };
  const { accessToken } = await fleet.expect(201, undefined, 'POST', '/v1/sessions', login);
  await fleet.call(accessToken, 'DELETE', '/v1/sessions');
}

test.runIf(hasChromium)(
  'a login that ends meanwhile loses nothing: the driver is told, signs in again, and all of it is sent',
  async () => {
    const spot = await startDeadSpot(fleet.server.address);
    const { driver, id } = await driverWithAccount();
    const stateOf = async () => (await fleet.call(driver.token, 'GET', `/v1/deliveries/${id}`)).state;
    const context = await browser.newContext(phone);
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(`${spot.address}/app/driver`);
    await signIn(page);
    await page
      .getByRole('link', { name: /Städtle/ })
      .first()
      .click();
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const opened = { context, page, errors };
    await cutOff(opened, spot);
    await press(page, 'Picked up');
    await endOtherSessions();
    await reconnect(opened, spot);
    await page.getByText('Signed out').waitFor();
    await page.getByText('Sign in again, so that what is kept on this phone can be sent.').waitFor();
    expect(await findings(page)).toEqual([]);
    // Going on needs no login; closed and opened again, the app still says what is wrong.
    await press(page, 'Set off');
    await page.getByText('2 steps waiting to be sent').waitFor();
    await page.goto(`${spot.address}/app/driver`);
    await page.getByText('Sign in again, so that what is kept on this phone can be sent.').waitFor();
    expect(await stateOf()).toBe('accepted');

    await press(page, 'Sign in');
    await signIn(page);
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await until(async () => (await stateOf()) === 'in_transit');
    await page.getByRole('link', { name: /Unsent/ }).click();
    await page.getByText('Everything is sent').waitFor();
    await page.getByText('Sign in again').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await context.close();
    await spot.stop();
  },
  90_000,
);
