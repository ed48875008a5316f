import type { Page } from 'playwright-core';
import { call } from '../../client/src/api.ts';
import type { HttpClient } from '../../client/src/http.ts';
import type { Place, Screen } from './screens.ts';

const board = { path: '/app/dispatch', as: 'dispatcher' } as const;
const saved = [{ name: 'Waiting in the old town', filters: { q: 'Old', state: ['ready'] } }];
/** What the office does with the opened delivery. */
const actionNamed = (page: Page, name: string) => page.locator(`aside article [data-action="${name}"]`);
/** One more that nobody opened to. */
async function failOne(office: HttpClient, found: Place['found']): Promise<void> {
  const { items } = await call(office, 'deliveries.listDeliveries', { query: { limit: '1' } });
  const like = items[0];
  if (!like) return;
  const { customerId, pickup, dropoff } = like;
  const reference = `A-${4200 + (Date.now() % 700)}`;
  const { id } = await call(office, 'deliveries.createDelivery', {
    body: { customerId, pickup, dropoff, reference, assignmentMode: 'manual' },
  });
  const todo = [
    ['assignDriver', { driverId: found['driver'], accept: true, override: true }],
    ['pickUp', {}],
    ['startTransit', {}],
    ['arrive', {}],
    ['fail', { reason: 'nobody_there' }],
  ] as const;
  for (const [action, input] of todo) await office.post(`/v1/deliveries/${id}/actions/${action}`, input);
}
const dialog = (page: Page) => page.getByRole('dialog').filter({ visible: true }).waitFor();

/** What the board opens over itself, besides what a key opens. */
export const dialogScreens: readonly Screen[] = [
  {
    ...board,
    name: 'conflict',
    path: '/app/dispatch?id={contested}',
    async act(page, { office, found }) {
      await page.locator('aside article h2').waitFor();
      await page.keyboard.press('e');
      await page.getByRole('dialog').locator('textarea').fill('Mine');
      await call(office, 'deliveries.changeDelivery', {
        path: { id: found['contested'] ?? '' },
        body: { notes: `Theirs, ${crypto.randomUUID().slice(0, 4)}` },
      });
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await page.getByRole('dialog').getByRole('alert').waitFor();
    },
  },
  {
    ...board,
    name: 'too-late',
    path: '/app/dispatch?id={ready}',
    async act(page) {
      // Somebody else's step came between what is shown and this one; here it does each time.
      await page.route(/\/actions\/cancel$/, (route) =>
        route.fulfill({
          status: 412,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 412, code: 'precondition_failed', title: 'Changed meanwhile' }),
        }),
      );
      await actionNamed(page, 'cancel').click();
      await page.locator('aside form button[type=submit]').click();
      await page.locator('aside [role=alert]').waitFor();
    },
  },
  {
    ...board,
    name: 'reason',
    path: '/app/dispatch?id={ready}',
    async act(page) {
      await actionNamed(page, 'cancel').click();
      await page.locator('aside form input').waitFor();
    },
  },
  {
    ...board,
    name: 'reason-given',
    path: '/app/dispatch?id={delivery}',
    async act(page) {
      await page.locator('aside article button[aria-haspopup=menu]').click();
      await page.getByRole('menuitem').last().click();
      await page.locator('aside form input').first().click();
    },
  },
  {
    ...board,
    name: 'for-the-driver',
    path: '/app/dispatch?id={delivery}',
    async act(page) {
      await page.locator('aside article button[aria-haspopup=menu]').click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    ...board,
    name: 'proof-picture',
    path: '/app/dispatch?id={finished}',
    async act(page) {
      await page.locator('aside article button:has(img)').first().click();
      await dialog(page);
    },
  },
  {
    ...board,
    name: 'exceptions-waiting',
    async act(page, { office, found }) {
      await failOne(office, found);
      await page.locator('[role=search]').waitFor();
      await page.keyboard.press('g');
      await page.locator('article h2 button').first().waitFor();
    },
  },
  {
    ...board,
    name: 'saved-filters',
    kept: { 'caravan.dispatch.filters': JSON.stringify(saved) },
    async act(page) {
      await page.locator('[role=search] button[aria-haspopup=dialog]').click();
      await page.locator('[role=search] [role=dialog] li').first().waitFor();
    },
  },
  {
    ...board,
    name: 'user-menu',
    async act(page) {
      await page.locator('header [popovertarget]').last().click();
      await page.locator('[popover]:popover-open').waitFor();
    },
  },
  {
    ...board,
    name: 'message',
    path: '/app/dispatch?id={ready}',
    async act(page) {
      await page.locator('aside article button:has(svg.lucide-link-2)').click();
      // Under the pointer it stays, however long the picture takes.
      await page.locator('.mantine-Notification-root').hover();
    },
  },
  {
    ...board,
    name: 'bulk-preview',
    path: '/app/dispatch?state=ready',
    async act(page) {
      await page.getByRole('row').getByRole('checkbox').first().check();
      await page.locator('section [role=region] button').first().click();
      await dialog(page);
    },
  },
];
