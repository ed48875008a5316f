import type { Page } from 'playwright-core';
import { call } from '../../client/src/api.ts';
import type { Place, Screen } from './screens.ts';

const driver = { as: 'driver', shape: 'phone' } as const;
const liking = (preferences: object) => ({ 'caravan.driver.preferences': JSON.stringify(preferences) });
const proof = (place: number) => async (page: Page) => {
  await page.locator('details summary').click();
  await page.locator('details button').nth(place).click();
  await page.locator('dialog').waitFor();
};

/** Whatever became of the offer while other pictures were taken: it is there again. */
const offerAgain = async (page: Page, { office, found }: Place) => {
  const path = { id: found['stop.offer'] ?? '' };
  const { state } = await call(office, 'deliveries.getDelivery', { path });
  if (state !== 'assigned')
    await call(office, 'deliveries.assignDriver', { path, body: { driverId: found['driver'] ?? '' } });
  await page.locator('[data-state=assigned]').first().waitFor();
};

export const driverScreens: readonly Screen[] = [
  { name: 'today', path: '/app/driver', ...driver, act: offerAgain },
  { name: 'stop', path: '/app/driver/stop/{stop.arrived}', ...driver },
  { name: 'stop-next', path: '/app/driver/stop/{stop.accepted}', ...driver },
  { name: 'offer', path: '/app/driver/stop/{stop.offer}', ...driver, act: offerAgain },
  { name: 'not-mine', path: '/app/driver/stop/{stop.done}', ...driver },
  {
    name: 'done',
    path: '/app/driver/stop/{stop.accepted}',
    ...driver,
    async act(page) {
      await page.locator('main section > div button').first().waitFor();
      await page.context().setOffline(true);
      await page.locator('[data-net="offline"]').waitFor();
      for (let step = 0; step < 4; step++) {
        await page.locator('main section > div button').first().click();
        await page.waitForTimeout(600);
      }
    },
  },
  {
    name: 'notices',
    path: '/app/driver',
    ...driver,
    async act(page) {
      await page.locator('[popovertarget]').click();
      await page.locator('[popover] li').first().waitFor();
    },
  },
  { name: 'proof-signature', path: '/app/driver/stop/{stop.arrived}', ...driver, act: proof(0) },
  { name: 'proof-photo', path: '/app/driver/stop/{stop.arrived}', ...driver, act: proof(1) },
  { name: 'proof-code', path: '/app/driver/stop/{stop.arrived}', ...driver, act: proof(2) },
  { name: 'proof-scan', path: '/app/driver/stop/{stop.arrived}', ...driver, act: proof(3) },
  {
    name: 'not-delivered',
    path: '/app/driver/stop/{stop.arrived}',
    ...driver,
    async act(page) {
      await page.locator('main section > div button').last().click();
      await page.locator('dialog').waitFor();
    },
  },
  { name: 'map', path: '/app/driver/map', ...driver, drawn: true },
  { name: 'unsent', path: '/app/driver/unsent', ...driver },
  { name: 'me', path: '/app/driver/me', ...driver },
  {
    name: 'offline',
    path: '/app/driver',
    ...driver,
    async act(page) {
      await page.context().setOffline(true);
      await page.locator('[data-net="offline"]').waitFor();
    },
  },
  {
    name: 'offline-unsent',
    path: '/app/driver/stop/{stop.accepted}',
    ...driver,
    async act(page) {
      // On a busy machine the day may not be on the phone yet.
      await page.locator('main section button').first().waitFor();
      await page.context().setOffline(true);
      await page.locator('[data-net="offline"]').waitFor();
      await page.locator('main section button').first().click();
      await page.locator('nav a').nth(2).click();
      await page.locator('nav b').waitFor();
    },
  },
  { name: 'sunlight', path: '/app/driver', ...driver, kept: liking({ sunlight: true }) },
  {
    name: 'sunlight-stop',
    path: '/app/driver/stop/{stop.arrived}',
    ...driver,
    kept: liking({ sunlight: true }),
  },
  {
    name: 'left-handed',
    path: '/app/driver/stop/{stop.arrived}',
    ...driver,
    kept: liking({ hand: 'left' }),
  },
];
