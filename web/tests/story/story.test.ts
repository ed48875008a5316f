import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startCaravan, type Caravan } from '../caravan.ts';
import { hasChromium, launch } from '../chromium.ts';
import { Customer } from './customer.ts';
import { Dispatcher } from './dispatcher.ts';
import { type Hand, keyboard, pointer } from './hands.ts';
import { draw, Phone, phoneAt, writeOnly } from './phone.ts';

/** One delivery from the order to its proof, in three windows of a real browser, in a town where others drive too. */
let caravan: Caravan;
let browser: Browser;
const contexts: BrowserContext[] = [];
const errors: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  [caravan, browser] = await Promise.all([startCaravan(), launch({ maps: process.env['MAPS'] === '1' })]);
  await caravan.simulate();
});
afterEach(async () => {
  let n = 0;
  for (const context of contexts.splice(0)) {
    for (const page of context.pages()) await shot(page, `last-${n++}`);
    await context.close();
  }
  expect(errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await caravan?.close();
});

async function window(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1500, height: 900 },
    ...options,
  });
  contexts.push(context);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
  return page;
}

interface Door {
  street: string;
  houseNumber: string;
  lat: number;
  lng: number;
}

async function twoDoors(): Promise<[Door, Door]> {
  const { items } = await caravan.office.get<{ items: { pickup: Door; dropoff: Door }[] }>('/v1/deliveries', {
    limit: 20,
  });
  const doors = items
    .flatMap(({ pickup, dropoff }) => [pickup, dropoff])
    .filter(({ houseNumber }) => houseNumber);
  const from = doors[0] as Door;
  return [from, doors.find(({ street }) => street !== from.street) as Door];
}

const addressOf = ({ street, houseNumber }: Door) => `${street} ${houseNumber}`;

const shot = async (page: Page, name: string) => {
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` });
};

const hands: [string, Hand, (page: Page) => Promise<void>][] = [
  ['by pointer and finger', pointer, draw],
  ['by keyboard alone', keyboard, writeOnly],
];

test.runIf(hasChromium).each(hands)(
  'the whole story, %s',
  async (label, hand, signs) => {
    const [from, to] = await twoDoors();
    const receiver = `Nora ${label.split(' ')[1]}`;
    const driver = `Dana ${randomUUID().slice(0, 6)}`;
    await caravan.office.post('/v1/drivers', { id: randomUUID(), name: driver, vehicleKind: 'van' });
    const tag = label.split(' ')[1];

    const office = new Dispatcher(await window({ permissions: ['clipboard-read', 'clipboard-write'] }), hand);
    const phone = new Phone(await window(phoneAt(from.lat, from.lng)), hand, signs);
    await Promise.all([office.open(caravan.address), phone.open(caravan.address, driver)]);
    const order = { from: addressOf(from), to: addressOf(to), name: receiver, reference: `STORY-${tag}` };
    await office.order(order);
    await office.sees(order, 'Waiting');
    const customer = new Customer(await window({ viewport: { width: 390, height: 844 } }));
    await customer.page.goto(await office.trackingLink());
    await customer.reads('Your delivery is being planned');
    await shot(office.page, `${tag}-ordered`);

    await office.assign(driver);
    await office.sees(order, 'Offered');
    await customer.reads('We are finding your driver');
    await phone.openStop(addressOf(from));
    await shot(phone.page, `${tag}-offered-phone`);
    await phone.press('Accept');
    await phone.sees('Picked up');
    await office.sees(order, 'Accepted');
    await customer.reads('A driver is fetching your parcel');

    await phone.press('Picked up');
    await office.sees(order, 'On board');
    await customer.reads('Your parcel is with the driver');
    await phone.press('Set off');
    await phone.sees('I am here');
    await office.sees(order, 'On the way');
    await customer.reads('Your driver is coming to you now');
    await shot(customer.page, `${tag}-coming`);
    await shot(office.page, `${tag}-way`);

    await phone.page.context().setOffline(true);
    await phone.net('No network');
    await phone.press('I am here');
    await phone.takeSignature('Maria Beck');
    await shot(phone.page, `${tag}-offline-phone`);
    await phone.takePhoto();
    await phone.press('Delivered');
    await phone.page.getByText('Done. Well driven.').waitFor();
    await phone.page.getByText('4 steps wait to be sent').waitFor();
    await shot(phone.page, `${tag}-done-phone`);
    // Nobody else can know yet.
    await office.sees(order, 'On the way');
    await customer.reads('Your driver is coming to you now');

    await phone.page.context().setOffline(false);
    await phone.net('Connected');
    await phone.goTo('Unsent');
    await phone.page.getByText('Everything is sent').waitFor();
    await shot(phone.page, `${tag}-sent-phone`);
    await office.sees(order, 'Delivered');
    await customer.reads('Your parcel has arrived');
    await shot(customer.page, `${tag}-arrived`);
    await office.readsInHistory('received by Maria Beck');
    await shot(office.page, `${tag}-delivered`);
    expect(await office.looksAtProof('Signature')).toEqual({ width: 900, height: 420 });
    expect(await office.looksAtProof('Photo')).toEqual({ width: 512, height: 512 });
  },
  120_000,
);
