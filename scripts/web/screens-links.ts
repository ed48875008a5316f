import type { Screen } from './screens.ts';

const guest = { office: true } as const;

/** What mails lead to, with a link that is good and with one that is not, and the second step of a login. */
export const linkScreens: readonly Screen[] = [
  { ...guest, name: 'verifying', path: '/app/verify{verify}', stalls: /\/v1\/mail-verifications/ },
  { ...guest, name: 'verify-dead', path: '/app/verify#token=abcdefghijklmnopqrstuvwxyz' },
  { ...guest, name: 'mail-changing', path: '/app/mail-change{mail.change}', stalls: /\/v1\/mail-changes/ },
  { ...guest, name: 'mail-change-dead', path: '/app/mail-change' },
  {
    ...guest,
    name: 'mail-changed',
    path: '/app/mail-change',
    async act(page) {
      // A link works once, and this screen is looked at many times.
      await page.route('**/v1/mail-changes/**', (route) => route.fulfill({ json: {} }));
      const { href } = new URL('/app/mail-change#token=abcdefghijklmnopqrstuvwxyz', page.url());
      await page.goto('about:blank');
      await page.goto(href);
      await page.getByRole('heading', { name: /changed|gilt/ }).waitFor();
    },
  },
  { ...guest, name: 'invitation-to-driver', path: '/app/invitation{invitation.mail}' },
  { ...guest, name: 'invitation-dead', path: '/app/invitation#token=abcdefghijklmnopqrstuvwxyz' },
  {
    ...guest,
    name: 'reset-refused',
    path: '/app/reset#token=abcdefghijklmnopqrstuvwxyz',
    async act(page) {
      await page.locator('input[type=password]').fill('five calm words stand here');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    ...guest,
    name: 'second-factor',
    path: '/app/enter',
    async act(page) {
      await page.locator('input[type=email]').fill('nora@example.test');
      await page.locator('input[type=password]').fill('four calm words here');
      await page.locator('button[type=submit]').first().click();
      await page.locator('input[autocomplete=one-time-code]').waitFor();
    },
  },
  { ...guest, name: 'no-such-page', path: '/app/nowhere' },
  { name: 'not-mine', path: '/app/admin', as: 'dispatcher' },
];
