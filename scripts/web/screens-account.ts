import type { Page } from 'playwright-core';
import type { Screen } from './screens.ts';

const fillMail = (page: Page) => page.locator('input[type=email]').fill('ada@example.test');

export const accountScreens: readonly Screen[] = [
  { name: 'enter-demo', path: '/app/enter' },
  { name: 'enter-driver', path: '/app/enter?as=driver' },
  { name: 'login', path: '/app/enter', office: true },
  {
    name: 'login-wrong',
    path: '/app/enter',
    office: true,
    async act(page) {
      await fillMail(page);
      await page.locator('input[type=password]').fill('not the right one');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'sign-up', path: '/app/sign-up', office: true },
  { name: 'forgot', path: '/app/forgot', office: true },
  {
    name: 'sent',
    path: '/app/forgot',
    office: true,
    async act(page) {
      await fillMail(page);
      await page.locator('button[type=submit]').click();
      await page.getByText('ada@example.test').waitFor();
    },
  },
  { name: 'reset', path: '/app/reset{reset}', office: true },
  { name: 'invitation', path: '/app/invitation{invitation}', office: true },
  { name: 'setup', path: '/app/setup{setup}', office: true },
  { name: 'dead-link', path: '/app/invitation', office: true },
  { name: 'me', path: '/app/me', as: 'admin', office: true },
  {
    name: 'me-below',
    path: '/app/me',
    as: 'admin',
    office: true,
    act: (page) => page.locator('main section').last().scrollIntoViewIfNeeded(),
  },
  {
    name: 'authenticator',
    path: '/app/me',
    as: 'admin',
    office: true,
    async act(page) {
      const factors = page.locator('main section').nth(2);
      await factors.getByRole('button').first().click();
      await factors.locator('img').waitFor();
      await factors.scrollIntoViewIfNeeded();
    },
  },
];
