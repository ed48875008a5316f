import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startCaravan, type Caravan } from '../../../src/roles/testing-process.ts';
import { hasChromium, launch } from '../chromium.ts';
import { buildWebApp } from '../../../scripts/web/build-web-app.ts';
import { Customer } from './customer.ts';
import { Dispatcher, type Order } from './dispatcher.ts';
import { type Hand, keyboard, pointer } from './hands.ts';
import { newerBuild } from './newer-build.ts';
import { draw, Phone, phoneAt, writeOnly } from './phone.ts';
import { addressOf, placesOf, twoDoors } from './town.ts';

/** One delivery from the order to its proof, in three windows of a real browser, in a town where others drive too. */
let caravan: Caravan;
let browser: Browser;
/** The same with maps, which cost much without a graphics card: one story is enough for them. */
let drawing: Browser;
const contexts: BrowserContext[] = [];
const errors: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  [caravan, browser, drawing] = await Promise.all([startCaravan(), launch(), launch({ maps: true })]);
  await caravan.simulate();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await drawing?.close();
  await caravan?.close();
});

const desk = {
  viewport: { width: 1500, height: 900 },
  permissions: ['clipboard-read', 'clipboard-write'],
};
const handset = { viewport: { width: 390, height: 844 } };

async function window(options: BrowserContextOptions, by = browser): Promise<Page> {
  const context = await by.newContext({ locale: 'en-GB', ...options });
  contexts.push(context);
  context.setDefaultTimeout(25_000);
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
  return page;
}

interface Way {
  name: string;
  hand: Hand;
  signs(page: Page): Promise<void>;
  maps: boolean;
}

interface Scene {
  office: Dispatcher;
  phone: Phone;
  customer: Customer;
  order: Order;
}

/** The board, a new driver who has come to work, and a customer with the link of an order that waits. */
async function ordered({ name, hand, signs, maps }: Way): Promise<Scene> {
  const by = maps ? drawing : browser;
  const [from, to] = await twoDoors(caravan.office);
  const id = randomUUID();
  await caravan.office.post('/v1/drivers', { id, name: `Dana ${name}`, vehicleKind: 'van' });
  const office = new Dispatcher(await window(desk, by), hand);
  const phone = new Phone(await window({ ...handset, ...phoneAt(from) }), hand, signs);
  await Promise.all([office.open(caravan.address), phone.open(caravan.address, `Dana ${name}`)]);
  // Who is near stands on top of those who could drive it.
  await expect.poll(() => placesOf(caravan.office, id)).toBe(1);
  const order = {
    from: addressOf(from),
    to: addressOf(to),
    name: `Nora ${name}`,
    reference: `STORY-${name}`,
  };
  await office.order(order);
  await office.sees(order, 'Waiting');
  const customer = new Customer(await window(handset, by));
  await customer.page.goto(await office.trackingLink());
  await customer.reads('Your delivery is being planned');
  return { office, phone, customer, order };
}

async function accepted(way: Way): Promise<Scene> {
  const { name } = way;
  const scene = await ordered(way);
  const { office, phone, customer, order } = scene;
  await office.assign(`Dana ${name}`);
  await office.sees(order, 'Offered');
  await customer.reads('We are finding your driver');
  await phone.openStop(order.from);
  await phone.press('Accept');
  await phone.sees('Picked up');
  await office.sees(order, 'Accepted');
  await customer.reads('A driver is fetching your parcel');
  return scene;
}

const ways: Way[] = [
  { name: 'pointer', hand: pointer, signs: draw, maps: true },
  { name: 'keyboard', hand: keyboard, signs: writeOnly, maps: false },
];

test.runIf(hasChromium).each(ways)(
  'order, offer, dead spot, proof: each sees what is theirs to see, by $name alone',
  async (way) => {
    const { office, phone, customer, order } = await accepted(way);
    if (way.maps) await Promise.all([office.seesStreets(), customer.seesStreets()]);
    await phone.press('Picked up');
    await office.sees(order, 'On board');
    await customer.reads('Your parcel is with the driver');
    await phone.press('Set off');
    await phone.sees('I am here');
    await office.sees(order, 'On the way');
    await customer.reads('Your driver is coming to you now');

    await phone.page.context().setOffline(true);
    await phone.net('No network');
    await phone.press('I am here');
    await phone.takeSignature('Maria Beck');
    await phone.takePhoto();
    await phone.press('Delivered');
    await phone.reads('Done. Well driven.');
    await phone.reads('4 steps waiting to be sent');
    // Nobody else can know yet.
    await office.sees(order, 'On the way');
    await customer.reads('Your driver is coming to you now');

    await phone.page.context().setOffline(false);
    await phone.net('Connected');
    await phone.goTo('Unsent');
    await phone.reads('Everything is sent');
    await office.sees(order, 'Delivered');
    await customer.reads('Your parcel has arrived');
    await office.readsInHistory('received by Maria Beck');
    expect(await office.looksAtProof('Signature')).toEqual({ width: 900, height: 420 });
    expect(await office.looksAtProof('Photo')).toEqual({ width: 512, height: 512 });
  },
  120_000,
);

test.runIf(hasChromium)(
  'the server goes and a newer one comes: nothing is lost, and every window finds its way back',
  async () => {
    const { office, phone, customer, order } = await accepted({
      name: 'restart',
      hand: pointer,
      signs: draw,
      maps: false,
    });
    const next = { ...order, name: 'Half Written', reference: '' };
    await office.fillIn(next);
    for (const { page } of [office, phone, customer])
      await page.evaluate(() => void Object.assign(globalThis, { neverReadAgain: true }));
    const newer = await newerBuild();
    try {
      await caravan.stop();
      await office.page.getByText('Connection lost, trying again …').waitFor();
      await customer.page.getByText('No connection. This page goes on by itself.').waitFor();
      await phone.press('Picked up');
      await phone.reads('1 step waiting to be sent');
      await phone.net('No network');
      await phone.press('Set off');
      await phone.reads('2 steps waiting to be sent');
      await office.press('Order it');
      await office.page.getByRole('alert').filter({ hasText: 'Caravan does not answer.' }).waitFor();

      await caravan.start({ CARAVAN_WEB_FOLDER: newer.folder });
      await office.page.getByText('Live', { exact: true }).waitFor();
      await customer.page.getByText('No connection.').waitFor({ state: 'hidden' });
      await customer.page.getByRole('heading', { name: 'Your driver is coming to you now' }).waitFor();
      await phone.net('Connected');
      await phone.sees('I am here');
      await office.press('Order it');
      await office.page.getByRole('heading', { name: 'Half Written' }).waitFor();
      expect(await ordersFor('Half Written')).toBe(1);
      await office.page.getByRole('row').filter({ hasText: order.name }).getByText('On the way').waitFor();
      for (const { page } of [office, phone, customer])
        expect(await page.evaluate(() => 'neverReadAgain' in globalThis)).toBe(true);

      // What was not fetched before is not there any more under its old name.
      await office.press('Keys');
      await expect
        .poll(() => office.page.evaluate(() => 'neverReadAgain' in globalThis).catch(() => true))
        .toBe(false);
      await office.page.getByText('Live', { exact: true }).waitFor();
      await office.press('Keys');
      await office.page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await office.page.keyboard.press('Escape');
      await office.fillIn({ ...next, name: 'Written Again' });
      await office.page.reload();
      const field = office.page.getByRole('textbox', { name: 'Who receives it' });
      await expect.poll(() => field.inputValue()).toBe('Written Again');
      await phone.page.reload();
      await phone.press('Start it');
      await phone.sees('I am here');
    } finally {
      await newer.remove();
    }
  },
  120_000,
);

async function ordersFor(name: string): Promise<number> {
  const { items } = await caravan.office.get<{ items: unknown[] }>('/v1/deliveries', { q: name });
  return items.length;
}
