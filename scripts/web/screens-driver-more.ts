import path from 'node:path';
import { call } from '../../client/src/api.ts';
import type { Screen } from './screens.ts';
import { root } from './vite-config.ts';

const phone = { as: 'driver', shape: 'phone' } as const;

/** What a driver meets seldom: rest, the end of work, a step that the office overtook. */
export const seldomDriverScreens: readonly Screen[] = [
  { ...phone, name: 'no-stops', path: '/app/driver', driver: 'driver.free' },
  { ...phone, name: 'on-break', path: '/app/driver/me', driver: 'driver.resting' },
  { ...phone, name: 'stop-on-break', path: '/app/driver/stop/{stop.kept}', driver: 'driver.resting' },
  { ...phone, name: 'today-on-break', path: '/app/driver', driver: 'driver.resting' },
  { ...phone, name: 'off-duty', path: '/app/driver', driver: 'driver.home' },
  { ...phone, name: 'shift', path: '/app/driver/me', driver: 'driver.onShift' },
  {
    ...phone,
    name: 'proof-photo-taken',
    path: '/app/driver/stop/{stop.arrived}',
    async act(page) {
      await page.locator('details summary').click();
      await page.locator('details button').nth(1).click();
      await page
        .locator('dialog input[type=file]')
        .setInputFiles(path.join(root, 'web/driver/pwa/driver-512.png'));
      await page.locator('dialog img').waitFor();
    },
  },
  {
    ...phone,
    name: 'proof-code-wrong',
    path: '/app/driver/stop/{stop.arrived}',
    async act(page) {
      await page.locator('details summary').click();
      await page.locator('details button').nth(2).click();
      await page.locator('dialog input').fill('12');
      await page.locator('dialog button[type=submit]').click();
      await page.locator('dialog [role=alert]').waitFor();
    },
  },
  {
    ...phone,
    name: 'overtaken',
    path: '/app/driver/stop/{stop.contested}',
    driver: 'driver.contested',
    async act(page, { office, found }) {
      await page.locator('main section > div button').first().waitFor();
      await page.context().setOffline(true);
      await page.locator('[data-net="offline"]').waitFor();
      await page.locator('main section > div button').first().click();
      const of = { path: { id: found['stop.contested'] ?? '' } };
      const { notes } = await call(office, 'deliveries.getDelivery', of);
      await call(office, 'deliveries.changeDelivery', {
        ...of,
        body: { notes: notes === 'Use the back door' ? 'Use the side door' : 'Use the back door' },
      });
      await page.context().setOffline(false);
      await page.locator('main section[aria-label]').waitFor();
    },
  },
];
