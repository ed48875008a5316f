import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Hand } from './hands.ts';
import type { Door } from './town.ts';

const photo = fileURLToPath(new URL('../../driver/pwa/driver-512.png', import.meta.url));

export const phoneAt = ({ lat, lng }: Door): BrowserContextOptions => ({
  permissions: ['geolocation'],
  geolocation: { latitude: lat, longitude: lng },
});

/** The driver with a phone. */
export class Phone {
  readonly page: Page;
  readonly #hand: Hand;
  readonly #signs: (page: Page) => Promise<void>;

  constructor(page: Page, hand: Hand, signs: (page: Page) => Promise<void>) {
    this.page = page;
    this.#hand = hand;
    this.#signs = signs;
  }

  /** Comes to work; from then on the app starts without a network too. */
  async open(address: string, driver: string): Promise<void> {
    const { page } = this;
    await page.goto(`${address}/app/driver`);
    await this.#hand.press(page.getByRole('button', { name: driver }));
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await this.press('Start work');
    await page.getByText('No stops now').waitFor();
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  }

  press = (name: string): Promise<void> =>
    this.#hand.press(this.page.getByRole('button', { name, exact: true }));

  /** Takes the phone up, as drivers do when it is time: what is new is read then, and every few seconds anyway. */
  async openStop(address: string): Promise<void> {
    await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await this.#hand.press(this.page.getByRole('link', { name: new RegExp(address) }).first());
    await this.page.getByRole('heading', { level: 1, name: address }).waitFor();
  }

  /** What the large button does next. */
  async sees(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).waitFor();
  }

  async reads(text: string): Promise<void> {
    await this.page.getByText(text).waitFor();
  }

  async net(state: string): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: state }).waitFor();
  }

  async takeSignature(by: string): Promise<void> {
    await this.press('Get signature');
    await this.#signs(this.page);
    await this.#hand.write(this.page.getByRole('textbox', { name: 'Received by' }), by);
    await this.press('Keep');
  }

  /** The phone's camera app answers with a picture. */
  async takePhoto(): Promise<void> {
    await this.press('Take photo');
    const camera = this.page.waitForEvent('filechooser');
    await this.#hand.press(this.page.getByLabel('Take photo'));
    await (await camera).setFiles(photo);
    await this.page.getByRole('img', { name: 'The photo' }).waitFor();
    await this.press('Keep');
  }

  async goTo(tab: 'Stops' | 'Unsent'): Promise<void> {
    await this.#hand.press(this.page.getByRole('link', { name: tab }));
  }
}

/** With a finger. */
export async function draw(page: Page): Promise<void> {
  const box = await page.getByRole('img', { name: 'Sign here with a finger' }).boundingBox();
  if (!box) throw new Error('There is nothing to sign on');
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  for (let step = 0; step < 16; step++)
    await page.mouse.move(box.x + 30 + step * 15, box.y + 70 + 40 * Math.sin(step));
  await page.mouse.up();
}

/** Whoever cannot draw has their name written for them. */
export const writeOnly = (): Promise<void> => Promise.resolve();
