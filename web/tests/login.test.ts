import * as OTPAuth from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** From an empty instance to people who sign in, in a real browser. */
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  server = await startTestServer();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const mail = 'ada@example.test';
const password = 'a long enough sentence';
const patience = { timeout: 30_000 };

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${server.address}/app${path}`);
  return page;
}

const secretOf = (page: Page) => page.locator('input[type=password]');

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Mail address').fill(mail);
  await secretOf(page).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test.runIf(hasChromium)('the first admin, a second factor, another window, and out again', async () => {
  const link = await server.setupLink();
  const first = await open(`/setup${new URL(link!).hash}`);
  await first.getByLabel('Your name').fill('Ada');
  await first.getByLabel('Mail address').fill(mail);
  await secretOf(first).fill(password);
  await first.getByRole('button', { name: 'Continue' }).click();
  await first.waitForURL(/first-steps/, patience);
  expect(first.url()).not.toContain('token');

  await first.goto(`${server.address}/app/me`);
  await first.getByRole('heading', { name: 'Second factor' }).waitFor(patience);
  await first.getByRole('button', { name: 'Add an authenticator app' }).click();
  const secret = (await first.locator('code').textContent(patience))!;
  const totp = new OTPAuth.TOTP({ secret });
  await first.getByLabel('Code from your authenticator app').fill(totp.generate());
  await first.getByRole('button', { name: 'Continue' }).click();
  const codes = first.getByRole('status').getByRole('listitem');
  await codes.first().waitFor(patience);
  const recovery = (await codes.first().textContent())!;

  const second = await open('/me');
  await signIn(second);
  await second.getByRole('heading', { name: 'One more step' }).waitFor(patience);
  await second.getByRole('button', { name: 'Use a recovery code' }).click();
  await second.getByLabel('Recovery code').fill(recovery);
  await second.getByRole('button', { name: 'Continue' }).click();
  await second.getByRole('heading', { name: 'Your account' }).waitFor(patience);

  // A reload keeps the session by its cookie; ending the other one takes hold of that window.
  await second.reload();
  await second.getByRole('button', { name: 'Sign out everywhere else' }).click(patience);
  await second
    .getByRole('button', { name: 'Sign out everywhere else' })
    .waitFor({ state: 'hidden', ...patience });
  await first.reload();
  await first.getByRole('heading', { name: 'Sign in' }).waitFor(patience);

  await second.getByRole('button', { name: 'You and your settings' }).click();
  await second.getByRole('button', { name: 'Sign out' }).click();
  await second.getByRole('heading', { name: 'Sign in' }).waitFor(patience);
  await second.reload();
  await second.getByRole('heading', { name: 'Sign in' }).waitFor(patience);
});

test.runIf(hasChromium)(
  'wrong words are said in words, and dead links kindly',
  async () => {
    const page = await open('/enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor(patience);
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Mail address').fill(mail);
    await secretOf(page).fill('not this one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: /\w{4}/ }).waitFor(patience);
    for (const path of ['/reset#token=abcdefghijklmnopqrstuvwxyz', '/verify', '/nowhere']) {
      await page.goto(`${server.address}/app${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor(patience);
    }
  },
  90_000,
);
