import type { Page } from 'playwright-core';
import type { HttpClient } from '../../client/src/http.ts';
import { accountScreens } from './screens-account.ts';
import { dialogScreens } from './screens-dialogs.ts';
import { dispatchScreens } from './screens-dispatch.ts';
import { seldomDriverScreens } from './screens-driver-more.ts';
import { driverScreens } from './screens-driver.ts';
import { linkScreens } from './screens-links.ts';
import { shownOnceScreens } from './screens-once.ts';

/** Where a screen stands: what others do meanwhile is done through `office`. */
export interface Place {
  /** As a dispatcher of the demo; as the admin of the instance with accounts. */
  office: HttpClient;
  found: Readonly<Record<string, string>>;
  /** Only in the demo: lets one more delivery fail, and tells the address of its tracking page. */
  fail?(): Promise<string>;
}

/**
 * Every screen and dialog there is, for the pictures and for the check of accessibility: what stands here is looked at
 * by both. `{tracking.ready}` and its like are filled in from what the stage holds.
 */
export interface Screen {
  name: string;
  path: string;
  /** Who looks at it; none: somebody without a login. */
  as?: 'dispatcher' | 'driver' | 'admin';
  /** Only in this shape; default both. */
  shape?: 'phone' | 'wide';
  /** An instance with accounts instead of the demo. */
  office?: boolean;
  /** A driver of the stage other than the first: the name of a hole. */
  driver?: string;
  /** Requests that get no answer: the screen stays as it is while it waits. */
  stalls?: RegExp;
  /** The map is what it is about: the check of accessibility, too, lets it be drawn, which costs much there. */
  drawn?: boolean;
  /** What is in the browser before the page opens. */
  kept?: Readonly<Record<string, string>>;
  /** What is done before the picture. */
  act?(page: Page, place: Place): Promise<void>;
}

const openAll = async (page: Page) => {
  for (const summary of await page.locator('summary').all()) await summary.click();
};
/** The simulated office soon decides what becomes of a failed try: each picture has one of its own. */
const failAnew = async (page: Page, { fail }: Place) => {
  const path = await fail?.();
  if (path) await page.goto(path);
};
const firstButton = async (page: Page) =>
  page.locator('main header button, main h1 ~ button').first().click();

const lookFor = (text: string) => (page: Page) => page.locator('input[type=search]').fill(text);
const lockSomebody = (page: Page) =>
  page
    .locator('td button', { hasText: /Lock|Sperren/ })
    .first()
    .click();
const changeRole = async (page: Page) => {
  await page.locator('thead button').last().click();
  await page.getByRole('dialog').locator('select').first().selectOption({ index: 0 });
};
/** An instance from before there was an operator; the one of the pictures has none, and stays so. */
const withCompanies = async (page: Page) => {
  const names = ['Rhine Parcels', 'Valley Couriers', 'Valley Pharmacy'];
  const items = names.map((name, index) => ({ id: String(index), name, reference: `C-${index + 1}` }));
  await page.route(/\/v1\/parties\?.*kind=company/, (route) => route.fulfill({ json: { items } }));
  await page.reload();
  await page.getByRole('combobox').first().click();
  await page.getByRole('option').first().waitFor();
};

export const screens: Record<string, readonly Screen[]> = {
  tracking: [
    { name: 'planned', path: '{tracking.ready}' },
    { name: 'wishes', path: '{tracking.ready}', act: openAll },
    { name: 'with-stops-before', path: '{tracking.picked_up}' },
    { name: 'on-the-way', path: '{tracking.in_transit}', drawn: true },
    { name: 'at-the-door', path: '{tracking.arrived}' },
    { name: 'failed', path: '{tracking.failed}', act: failAnew },
    { name: 'delivered', path: '{tracking.delivered}' },
    { name: 'cancelled', path: '{tracking.cancelled}' },
    { name: 'unknown', path: '/track/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  ],
  account: [...accountScreens, ...linkScreens],
  dispatch: [...dispatchScreens, ...dialogScreens],
  driver: [...driverScreens, ...seldomDriverScreens],
  admin: [
    { name: 'operations', path: '/app/admin', as: 'admin' },
    { name: 'people', path: '/app/admin/people', as: 'admin', office: true },
    { name: 'people-lock', path: '/app/admin/people', as: 'admin', office: true, act: lockSomebody },
    { name: 'rights', path: '/app/admin/rights', as: 'admin', office: true },
    { name: 'rights-found', path: '/app/admin/rights', as: 'admin', office: true, act: lookFor('role') },
    { name: 'rights-none', path: '/app/admin/rights', as: 'admin', office: true, act: lookFor('zzz') },
    { name: 'role-edit', path: '/app/admin/rights', as: 'admin', office: true, act: changeRole },
    { name: 'rights-empty', path: '/app/admin/rights?view=person', as: 'admin', office: true },
    { name: 'rights-person', path: '/app/admin/rights?user={user}', as: 'admin', office: true },
    { name: 'keys', path: '/app/admin/keys', as: 'admin', office: true },
    { name: 'key-new', path: '/app/admin/keys', as: 'admin', office: true, act: firstButton },
    { name: 'audit', path: '/app/admin/audit', as: 'admin' },
    { name: 'limits', path: '/app/admin/limits', as: 'admin' },
    { name: 'zones', path: '/app/admin/zones', as: 'admin' },
    { name: 'zone-new', path: '/app/admin/zones', as: 'admin', drawn: true, act: firstButton },
    { name: 'rates', path: '/app/admin/rates', as: 'admin' },
    { name: 'rate-new', path: '/app/admin/rates', as: 'admin', act: firstButton },
    { name: 'settings', path: '/app/admin/settings', as: 'admin' },
    { name: 'first-steps', path: '/app/first-steps', as: 'admin' },
    { name: 'first-steps-empty', path: '/app/first-steps', as: 'admin', office: true },
    {
      name: 'first-steps-companies',
      path: '/app/first-steps',
      as: 'admin',
      office: true,
      act: withCompanies,
    },
    { name: 'zones-empty', path: '/app/admin/zones', as: 'admin', office: true },
    { name: 'rates-empty', path: '/app/admin/rates', as: 'admin', office: true },
    ...shownOnceScreens,
  ],
  first: [{ name: 'home', path: '/', drawn: true }],
};
