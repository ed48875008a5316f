import type { Page } from 'playwright-core';
import type { Screen } from './screens.ts';

const admin = { as: 'admin', office: true } as const;
const secret = (page: Page) => page.locator('main .mantine-TextInput-root input[readonly]').first();

/** What an administrator is shown once: the link of an invitation, the secret of a key. */
export const shownOnceScreens: readonly Screen[] = [
  {
    ...admin,
    name: 'people-invited',
    path: '/app/admin/people',
    async act(page) {
      await page.locator('main form button[type=submit]').first().click();
      await secret(page).waitFor();
    },
  },
  {
    ...admin,
    name: 'key-made',
    path: '/app/admin/keys',
    async act(page) {
      await page.locator('main header button').first().click();
      const form = page.locator('main form');
      await form.locator('input[required]').first().fill('Till');
      await form.getByRole('combobox').or(form.locator('[aria-haspopup=listbox]')).first().click();
      await page.getByRole('option').first().click();
      await page.keyboard.press('Escape');
      await form.locator('button[type=submit]').click();
      await secret(page).waitFor();
    },
  },
];
