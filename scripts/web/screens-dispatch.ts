import type { Page } from 'playwright-core';
import type { Screen } from './screens.ts';

/** A key before the board is there is lost. */
const press = async (page: Page, key: string) => {
  await page.locator('[role=search]').waitFor();
  await page.keyboard.press(key);
};
const opens = (key: string) => async (page: Page) => {
  await press(page, key);
  await page.getByRole('dialog').filter({ visible: true }).waitFor();
};
const csv = `reference,pickupLat,pickupLng,name,street,lat,lng,weight
B-1,0.01,0.01,Bäckerei Ospelt,Elder Place,0.012,0.014,3
B-2,0.01,0.01,Maria Beck,Sparrow Close,0.008,0.011,1.5
B-3,0.01,0.01,Nora Frick,Acorn Close,north of here,0.011,1
`;

/** Keys work in every language. */
export const dispatchScreens: readonly Screen[] = [
  { name: 'board', path: '/app/dispatch', as: 'dispatcher', drawn: true },
  { name: 'delivery', path: '/app/dispatch?id={delivery}', as: 'dispatcher' },
  {
    name: 'candidates',
    path: '/app/dispatch?id={ready}',
    as: 'dispatcher',
    async act(page) {
      // While it waits the list is open by itself; who has it already has to be asked why.
      const why = page.locator('aside h3 button[aria-expanded]');
      if ((await why.getAttribute('aria-expanded')) === 'false') await why.click();
    },
  },
  { name: 'finished', path: '/app/dispatch?id={finished}', as: 'dispatcher' },
  { name: 'driver', path: '/app/dispatch?who={driver}', as: 'dispatcher' },
  { name: 'filtered', path: '/app/dispatch?state=ready,accepted&q=A-41', as: 'dispatcher' },
  { name: 'nothing-fits', path: '/app/dispatch?q=nobodyhasthisname', as: 'dispatcher' },
  { name: 'exceptions', path: '/app/dispatch', as: 'dispatcher', act: (page) => press(page, 'g') },
  { name: 'palette', path: '/app/dispatch', as: 'dispatcher', act: opens('Control+k') },
  { name: 'keys', path: '/app/dispatch', as: 'dispatcher', act: opens('?') },
  { name: 'create', path: '/app/dispatch', as: 'dispatcher', act: opens('n') },
  {
    name: 'create-address',
    path: '/app/dispatch',
    as: 'dispatcher',
    async act(page) {
      await opens('n')(page);
      const address = page.getByRole('dialog').getByRole('combobox').nth(1);
      await address.fill('Mar');
      await page
        .getByRole('option')
        .first()
        .waitFor({ timeout: 4000 })
        .catch(() => undefined);
    },
  },
  { name: 'edit', path: '/app/dispatch?id={ready}', as: 'dispatcher', act: opens('e') },
  { name: 'import', path: '/app/dispatch', as: 'dispatcher', act: opens('i') },
  {
    name: 'import-table',
    path: '/app/dispatch',
    as: 'dispatcher',
    async act(page) {
      await opens('i')(page);
      const files = page.getByRole('dialog').locator('input[type=file]');
      await files.setInputFiles({ name: 'deliveries.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('dialog').getByRole('table').waitFor({ timeout: 15_000 });
    },
  },
  {
    name: 'notices',
    path: '/app/dispatch',
    as: 'dispatcher',
    async act(page) {
      await page.locator('header [popovertarget]').first().click();
      await page.locator('[popover] li').first().waitFor();
    },
  },
  {
    name: 'bulk',
    path: '/app/dispatch?state=ready,accepted',
    as: 'dispatcher',
    async act(page) {
      for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(300);
      }
    },
  },
  { name: 'driver-on-break', path: '/app/dispatch?who={driver.resting}', as: 'dispatcher', drawn: true },
  { name: 'empty', path: '/app/dispatch', as: 'admin', office: true },
];
