import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';
import { startFleet, until, vaduz, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { startDeadSpot, type DeadSpot } from './dead-spot.ts';
import { cutOff, type Opened, openPhone, phone, press, reconnect, sign, tapTwice } from './driver-hands.ts';

/** A driver with a phone: a real browser, a real server, and a network that goes away. */
const root = fileURLToPath(new URL('../../', import.meta.url));
let fleet: Fleet;
let browser: Browser;
let spot: DeadSpot;

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  fleet = await startFleet({
    roles: ['api', 'realtime'],
    settings: { CARAVAN_DEMO: 'true', CARAVAN_DELIVERIES_OFFER_TTL: '1h' },
  });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
});
beforeEach(async () => {
  if (hasChromium) spot = await startDeadSpot(fleet.server.address);
});
afterEach(() => spot?.stop());

const open = (name: string) => openPhone(browser, spot, name);
const goOffline = (opened: Opened) => cutOff(opened, spot);
const goOnline = (opened: Opened) => reconnect(opened, spot);

async function offered(proofRules: string[]) {
  const driver = await fleet.driver({ name: `Ada ${Math.random().toString(36).slice(2, 8)}` });
  const { name } = await fleet.call(fleet.dispatcher, 'GET', `/v1/drivers/${driver.id}`);
  const delivery = await fleet.order({ proofRules });
  await fleet.act(fleet.dispatcher, delivery.id, 'assignDriver', { driverId: driver.id });
  return { driver, name: name as string, delivery };
}

test.runIf(hasChromium)(
  'offline from pick-up to signature and photo, killed, and all of it arrives',
  async () => {
    const { driver, name, delivery } = await offered(['signature', 'photo']);
    const opened = await open(name);
    const { page, context, errors } = opened;
    await page.getByRole('log').getByText('Offered to you: Städtle').waitFor();
    await page.getByRole('link', { name: /Städtle/ }).click();
    await press(page, 'Accept');
    await until(
      async () =>
        (await fleet.call(driver.token, 'GET', `/v1/deliveries/${delivery.id}`)).state === 'accepted',
    );

    await goOffline(opened);
    await page.getByText('No network').waitFor();
    // A wet finger taps twice: one step each, although the next button stands in the same place.
    await tapTwice(page, 'Picked up', 'Set off');
    for (const step of ['Set off', 'I am here', 'Get signature']) await press(page, step);
    await sign(page);
    await page.getByLabel('Received by').fill('Maria Beck');
    await page.getByRole('button', { name: 'Keep', exact: true }).dblclick();
    // Killed between a proof and its step: whoever signed is not forgotten.
    await page.getByRole('button', { name: 'Take photo' }).waitFor();
    await page.reload();
    await press(page, 'Take photo');
    await page.locator('input[type=file]').setInputFiles(`${root}web/driver/pwa/driver-512.png`);
    await press(page, 'Keep');
    await press(page, 'Delivered');
    await page.getByText('Done. Well driven.').waitFor();
    const leftAt = Date.now();
    await page.close();

    const cold = await context.newPage();
    cold.on('pageerror', ({ message }) => errors.push(message));
    await cold.goto(`${spot.address}/app/driver`);
    await cold.getByText('1 delivered today').waitFor();
    await cold.getByRole('link', { name: /Unsent/ }).click();
    await expect.poll(() => cold.locator('[data-item=waiting], [data-item=sending]').count()).toBe(6);
    expect((await fleet.call(driver.token, 'GET', `/v1/deliveries/${delivery.id}`)).state).toBe('accepted');

    await goOnline(opened);
    await cold.getByText('Everything is sent').waitFor();
    const { items } = await fleet.expect(
      200,
      fleet.dispatcher,
      'GET',
      `/v1/deliveries/${delivery.id}/events`,
    );
    const mine = items.filter(({ deviceTime }: { deviceTime: string | null }) => deviceTime !== null);
    expect(mine.map(({ action }: { action: string }) => action)).toEqual([
      'acceptDelivery',
      'pickUp',
      'startTransit',
      'arrive',
      'recordProof',
      'recordProof',
      'deliver',
    ]);
    for (const { deviceTime, serverTime } of mine.slice(1)) {
      expect(Date.parse(deviceTime)).toBeLessThanOrEqual(leftAt);
      expect(Date.parse(serverTime)).toBeGreaterThan(leftAt);
    }
    expect(mine.at(-1).payload.receivedBy).toBe('Maria Beck');
    const proofs = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}/proofs`);
    expect(proofs.items.map(({ kind }: { kind: string }) => kind)).toEqual(['signature', 'photo']);
    const kept = await Promise.all(
      proofs.items.map(({ id }: { id: string }) =>
        fleet.server.request('GET', `/v1/deliveries/${delivery.id}/proofs/${id}/content`, {
          token: fleet.dispatcher,
        }),
      ),
    );
    expect(kept.map(({ headers }) => headers.get('content-type'))).toEqual(['image/png', 'image/jpeg']);
    expect(new Set(kept.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).size).toBe(2);
    expect(errors).toEqual([]);
    await context.close();
  },
);

test.runIf(hasChromium)('what the office changed meanwhile is shown, and the driver chooses', async () => {
  const { name, delivery } = await offered([]);
  const opened = await open(name);
  const { page, context } = opened;
  await page.getByRole('link', { name: /Städtle/ }).click();
  await press(page, 'Accept');
  await page.getByRole('link', { name: 'Unsent' }).click();
  await page.getByText('Everything is sent').waitFor();
  await page.getByRole('link', { name: 'Stops' }).click();
  await page
    .getByRole('link', { name: /Städtle/ })
    .first()
    .click();
  await goOffline(opened);
  await press(page, 'Picked up');
  const dropoff = { ...delivery.dropoff, street: 'Another Road', houseNumber: '7' };
  await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${delivery.id}`, { dropoff });
  await goOnline(opened);
  await page.getByText('The office changed this stop while you had no network.').waitFor();
  await page.locator('ins', { hasText: 'Another Road 7' }).waitFor();
  await page
    .getByRole('log')
    .getByText(/Needs a decision: /)
    .waitFor();
  expect((await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}`)).state).toBe('accepted');
  await press(page, 'Do it again now');
  await page.getByRole('button', { name: 'Set off' }).waitFor();
  await until(
    async () =>
      (await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}`)).state === 'picked_up',
  );
  await context.close();
});

test.runIf(hasChromium)('whoever signs in after another driver gets a day of their own', async () => {
  const { name, delivery } = await offered([]);
  const other = await offered([]);
  const opened = await open(name);
  const { page, context } = opened;
  await page.getByRole('link', { name: /Städtle/ }).click();
  await goOffline(opened);
  await press(page, 'Accept');
  await page.getByText('1 step waiting to be sent').waitFor();
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await press(page, 'Sign out');
  await page.getByText('That needs a network.').waitFor();
  // Nothing of the first driver gets through, and then somebody else signs in.
  await context.route(/actions\/acceptDelivery/, (route) => route.abort());
  await goOnline(opened);
  await page.evaluate(() => {
    history.pushState({}, '', '/app/enter?to=/app/driver&as=driver');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.getByRole('button', { name: other.name }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await context.unroute(/actions\/acceptDelivery/);
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByRole('heading', { name: other.name }).waitFor();
  expect((await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}`)).state).toBe('assigned');
  await press(page, 'Sign out');
  await page.getByRole('button', { name }).click();
  await until(
    async () =>
      (await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}`)).state === 'accepted',
  );
  await context.close();
});

test.runIf(hasChromium)(
  'an offer comes by the live connection, after a sleep as well, and without one by asking',
  async () => {
    const driver = await fleet.driver({ name: `Live ${Math.random().toString(36).slice(2, 8)}` });
    const { name } = await fleet.call(fleet.dispatcher, 'GET', `/v1/drivers/${driver.id}`);
    const give = async (street: string) => {
      const { id } = await fleet.order({ pickup: { ...vaduz, street } });
      await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id });
      return id as string;
    };
    // The asking never comes to its turn: what appears was told.
    const mute = () => {
      const real = setInterval;
      Object.assign(window, {
        setInterval: (work: () => void, ms: number) => (ms === 20_000 ? 0 : real(work, ms)),
      });
    };
    /** The same asking, forty times as often. */
    const hurry = () => {
      const real = setInterval;
      Object.assign(window, {
        setInterval: (work: () => void, ms: number) => real(work, ms === 20_000 ? 500 : ms),
      });
    };
    const context = await browser.newContext({ ...phone });
    await context.addInitScript(mute);
    const page = await context.newPage();
    const sockets: { isClosed(): boolean }[] = [];
    page.on('websocket', (socket) => sockets.push(socket));
    await page.goto(`${spot.address}/app/driver`);
    await page.getByRole('button', { name }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    const connected = () => sockets.filter((socket) => !socket.isClosed()).length;
    const show = (state: string) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    const work = (action: string) =>
      fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
    await expect.poll(connected).toBe(1);

    // Off work and out of sight there is no connection; at work there is one, seen or not.
    await work('goOffline');
    await page.getByRole('button', { name: 'Start work' }).waitFor();
    await show('hidden');
    await expect.poll(connected).toBe(0);
    await show('visible');
    await expect.poll(connected).toBe(1);
    await work('goOnline');
    await page.getByRole('button', { name: 'Start work' }).waitFor({ state: 'detached' });
    await show('hidden');
    const first = await give('Told Lane');
    const givenAt = performance.now();
    await page.getByRole('link', { name: /Told Lane/ }).waitFor();
    console.info(`An offer is on the phone ${Math.round(performance.now() - givenAt)} ms after it was given`);
    await fleet.act(fleet.dispatcher, first, 'cancel');
    await page.getByRole('link', { name: /Told Lane/ }).waitFor({ state: 'detached' });
    expect(sockets).toHaveLength(2);
    await show('visible');

    // Asleep: nothing runs in the page, and its connection dies meanwhile.
    const debug = await context.newCDPSession(page);
    await debug.send('Page.setWebLifecycleState', { state: 'frozen' });
    spot.cut();
    await give('Sleepers Way');
    spot.mend();
    await debug.send('Page.setWebLifecycleState', { state: 'active' });
    await page.getByRole('link', { name: /Sleepers Way/ }).waitFor();
    await context.close();

    const deaf = await browser.newContext({ ...phone });
    await deaf.addInitScript(hurry);
    await deaf.routeWebSocket(/\/v1\/live/, (socket) => void socket.close());
    const asking = await deaf.newPage();
    await asking.goto(`${spot.address}/app/driver`);
    await asking.getByRole('button', { name }).click();
    await asking.getByRole('link', { name: /Sleepers Way/ }).waitFor();
    await give('Asked Row');
    await asking.getByRole('link', { name: /Asked Row/ }).waitFor();
    await deaf.close();
  },
  120_000,
);

test.runIf(hasChromium)(
  'axe finds nothing, in the sun too, and every target is large enough',
  async () => {
    const { name, delivery, driver } = await offered(['signature', 'photo', 'code', 'scan']);
    for (const action of ['acceptDelivery', 'pickUp', 'startTransit', 'arrive'])
      await fleet.act(driver.token, delivery.id, action);
    const { page, context } = await open(name);
    const look = async (where: string) => {
      expect(await findings(page), where).toEqual([]);
      const small = await page
        .locator('main button:visible, main a:visible, nav a:visible')
        .evaluateAll((all) =>
          all
            .map((one) => ({ text: one.textContent, ...one.getBoundingClientRect().toJSON() }))
            .filter(({ width, height }) => width < 44 || height < 44)
            .map(({ text, width, height }) => `${text} ${width} x ${height}`),
        );
      expect(
        small.filter((one) => !one.includes('Caravan')),
        where,
      ).toEqual([]);
    };
    await look('stops');
    await page.getByRole('link', { name: /Landstrasse/ }).click();
    await page.getByRole('button', { name: 'Get signature' }).waitFor();
    await look('stop');
    await page.getByRole('link', { name: 'Me', exact: true }).click();
    await page.getByRole('switch').waitFor();
    await page.getByRole('switch').check();
    await look('me, in the sun');
    await context.close();
  },
  90_000,
);

test.runIf(hasChromium)('the first screen needs at most 170 KB of code, and no map', async () => {
  const { name, driver } = await offered([]);
  const context = await browser.newContext({ ...phone, serviceWorkers: 'block' });
  const session = { partyId: driver.id, name, roles: ['driver'], accessToken: driver.token };
  await context.addInitScript(
    (stored) => sessionStorage.setItem('caravan.demo.session', stored),
    JSON.stringify(session),
  );
  const page = await context.newPage();
  const code = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.m?js$/.test(pathname)) code.add(pathname.replace('/app/', ''));
  });
  await page.goto(`${fleet.server.address}/app/driver`);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.getByRole('link', { name: /Städtle/ }).waitFor();
  const sizes = [...code]
    .map((path) => ({ path, bytes: gzipSync(readFileSync(`${root}web/dist/${path}`), { level: 9 }).length }))
    .sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const largest = sizes.slice(0, 8).map(({ path, bytes }) => `${path} ${bytes}`);
  console.info(`Driver area: ${code.size} files, ${total} bytes gzip; ${largest.join(', ')}`);
  expect(total).toBeLessThanOrEqual(170_000);
  expect([...code].filter((path) => path.includes('maplibre'))).toEqual([]);
  await context.close();
});
