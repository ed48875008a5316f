import { chromium, type Browser, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--enable-unsafe-swiftshader'] });

/** The dispatch board as a dispatcher of the demo sees it, on a screen of 1600 by 1000. */
export async function openBoard(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1600, height: 1000 } });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  await page.goto(`${url}/app/dispatch`);
  await page.getByRole('button', { name: /^Dispatcher/ }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.locator('canvas.fleet').waitFor();
  return page;
}
