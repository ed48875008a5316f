import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { DeadSpot } from './dead-spot.ts';

export const phone = {
  locale: 'en-GB',
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  permissions: ['geolocation'],
  geolocation: { latitude: 47.141, longitude: 9.521 },
};

export interface Opened {
  context: BrowserContext;
  page: Page;
  errors: string[];
}

/** The app of this driver, on a phone of its own. */
export async function openPhone(browser: Browser, spot: DeadSpot, name: string): Promise<Opened> {
  const context = await browser.newContext(phone);
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${spot.address}/app/driver`);
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  // From here on it starts without a network.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return { context, page, errors };
}

export async function cutOff({ context }: Opened, spot: DeadSpot): Promise<void> {
  spot.cut();
  await context.setOffline(true);
}

export async function reconnect({ context }: Opened, spot: DeadSpot): Promise<void> {
  spot.mend();
  await context.setOffline(false);
}

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The second tap comes as soon as the next button stands where the first one was. */
export async function tapTwice(page: Page, first: string, then: string) {
  await page.locator('button:not([aria-disabled])', { hasText: first }).waitFor();
  await page.evaluate(
    async (names) => {
      for (const name of names) {
        const find = () => [...document.querySelectorAll('button')].find((one) => one.textContent === name);
        while (!find()) await new Promise(requestAnimationFrame);
        find()?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
      }
    },
    [first, then],
  );
}

export async function sign(page: Page) {
  const box = await page.locator('dialog canvas').boundingBox();
  if (!box) throw new Error('There is nothing to sign on');
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  for (let step = 0; step < 12; step++)
    await page.mouse.move(box.x + 30 + step * 15, box.y + 60 + (step % 3) * 20);
  await page.mouse.up();
}
