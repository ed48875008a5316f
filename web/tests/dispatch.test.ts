import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { north, startFleet, vaduz, type Fleet } from '../../src/modules/deliveries/tests/fleet.ts';
import { findings, hasChromium, launch } from './chromium.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** A dispatcher at the board, by keyboard, beside another one who works through the API. */
let fleet: Fleet;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  await buildWebApp();
  fleet = await startFleet({
    roles: ['api', 'realtime', 'worker'],
    settings: { CARAVAN_DEMO: 'true', CARAVAN_DELIVERIES_OFFER_TTL: '1h' },
  });
  browser = await launch();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
});

interface Board {
  page: Page;
  errors: string[];
  hosts: Set<string>;
}

async function openBoard(): Promise<Board> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1500, height: 900 },
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  pages.push(page);
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text()))
      errors.push(message.text());
  });
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${fleet.server.address}/app/dispatch`);
  await page.getByRole('button', { name: /^Dispatcher/ }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  return { page, errors, hosts };
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test.skipIf(!hasChromium)(
  'a delivery that somebody orders appears, is assigned from the palette, and is seen to move',
  async () => {
    const { page, errors, hosts } = await openBoard();
    const driver = await fleet.driver({ name: 'Ida Lindqvist' }, vaduz);
    const ordered = await fleet.order({ reference: 'LIVE-1', dropoff: { ...north(1), name: 'Nora Beck' } });
    await row(page, 'Nora Beck').getByText('Waiting').waitFor({ state: 'attached' });

    await row(page, 'Nora Beck').click();
    await page.getByRole('heading', { name: 'Nora Beck' }).waitFor();
    await page.getByRole('button', { name: 'Ida Lindqvist' }).first().waitFor();
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: 'Search or do anything' }).fill('assign ida');
    await page.getByRole('option', { name: /Assign to\s*Ida Lindqvist/ }).waitFor();
    await page.keyboard.press('Enter');
    await row(page, 'Nora Beck').getByText('Offered').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${ordered.id}`)).toMatchObject({
      state: 'assigned',
      driverId: driver.id,
    });

    // What the driver does on the road stands here without anybody asking.
    await fleet.act(driver.token, ordered.id, 'acceptDelivery');
    await fleet.act(driver.token, ordered.id, 'pickUp');
    await row(page, 'Nora Beck').getByText('On board').waitFor({ state: 'attached' });

    // Whoever does not see the exception come hears it. Every other screen: `npm run check -- axe`.
    for (const action of ['startTransit', 'arrive']) await fleet.act(driver.token, ordered.id, action);
    await fleet.act(driver.token, ordered.id, 'fail', { reason: 'nobody_there' });
    await page.getByRole('log').getByText('LIVE-1 could not be handed over').waitFor();
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect([...hosts]).toEqual([new URL(fleet.server.address).host]);
  },
  90_000,
);

test.skipIf(!hasChromium)('what was done is taken back where its life allows it', async () => {
  const { page } = await openBoard();
  await fleet.driver({ name: 'Leo Silva' }, vaduz);
  const ordered = await fleet.order({ dropoff: { ...north(1), name: 'Undo Berg' } });
  await row(page, 'Undo Berg').click();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Leo Silva' })
    .getByRole('button', { name: 'Assign' })
    .click();
  // Looks that come later, whatever their place in the page, stand over those of the way in.
  await page.getByRole('button', { name: 'In the driver’s place' }).click();
  const item = page.getByRole('menuitem').first();
  expect(await item.evaluate((element) => getComputedStyle(element).paddingLeft)).not.toBe('0px');
  await page.getByRole('button', { name: 'In the driver’s place' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Undo Berg').getByText('Waiting').waitFor({ state: 'attached' });
  expect((await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${ordered.id}`)).driverId).toBeNull();
});

test.skipIf(!hasChromium)(
  'what one driver has is handed on to another, and back',
  async () => {
    const { page } = await openBoard();
    const has = await fleet.driver({ name: 'Ada Voss' }, vaduz);
    const gets = await fleet.driver({ name: 'Ben Orlov' }, vaduz);
    const { id } = await fleet.order({ dropoff: { ...north(1), name: 'Relay Race' } });
    await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: has.id });
    const driverOf = async () => (await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${id}`)).driverId;

    await row(page, 'Relay Race').getByText('Offered').waitFor();
    await row(page, 'Relay Race').dragTo(page.getByRole('button', { name: /^Ben Orlov/ }).first());
    await expect.poll(driverOf).toBe(gets.id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(driverOf).toBe(has.id);

    // The chosen one is seen although the filters leave it out.
    await row(page, 'Relay Race').click();
    await page.getByRole('button', { name: 'Draft', exact: true }).click();
    await page.getByRole('button', { name: 'Show it in the list' }).click();
    await row(page, 'Relay Race').waitFor();
    await page.goBack();
    await page.waitForURL(/state=draft/);

    // Who types on without waiting types into the palette; what cannot be taken back asks for its reason first.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('cancel');
    await page.keyboard.press('Enter');
    await page.getByLabel('Reason').waitFor();
    expect(await driverOf()).toBe(has.id);
  },
  90_000,
);

test.skipIf(!hasChromium)(
  'a change over somebody else’s is shown beside theirs and not written',
  async () => {
    const { page } = await openBoard();
    const ordered = await fleet.order({ reference: 'SAME-1', dropoff: { ...north(1), name: 'Two Cooks' } });
    await row(page, 'Two Cooks').click();
    await page.getByRole('heading', { name: 'Two Cooks' }).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('Notes').fill('Mine');
    await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${ordered.id}`, {
      reference: 'THEIRS-1',
    });
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.getByRole('alert').getByText('Somebody else was faster').waitFor();
    const before = await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${ordered.id}`);
    expect([before.reference, before.notes]).toEqual(['THEIRS-1', null]);
    await page.getByRole('button', { name: 'Put mine on it' }).click();
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const after = await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${ordered.id}`);
    expect([after.reference, after.notes]).toEqual(['THEIRS-1', 'Mine']);
  },
);

test.skipIf(!hasChromium)('filters stand in the address, and a link with them shows the same', async () => {
  const { page } = await openBoard();
  await fleet.order({ dropoff: { ...north(1), name: 'Kept Back' }, draft: true });
  await page.getByRole('button', { name: 'Draft', exact: true }).click();
  await row(page, 'Kept Back').waitFor();
  await page.waitForURL(/\?state=draft$/);
  await page.reload();
  await row(page, 'Kept Back').waitFor();
  await expect.poll(() => page.getByRole('row').filter({ hasText: 'Nora Beck' }).count()).toBe(0);
  await fleet.order({ dropoff: { ...north(1), name: 'Plain Sight' } });
  await page.goto(page.url().replace('state=draft', 'state=%5B%22nonsense%22%5D'));
  await row(page, 'Plain Sight').waitFor();
});

/** Rows as they stand in the list now: place and reference. */
const rowsOf = (page: Page): Promise<[place: number, reference: string][]> =>
  page
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((one) => [
        Number(one.getAttribute('aria-rowindex')),
        /LONG-\d+/.exec(one.textContent ?? '')?.[0] ?? '',
      ]),
    );

const referencesOf = async (page: Page): Promise<string[]> => {
  const rows = await page
    .getByRole('row')
    .evaluateAll((all) =>
      all.map((one) => [one.getBoundingClientRect().top, /LONG-\d+/.exec(one.textContent ?? '')?.[0] ?? '']),
    );
  return (rows as [number, string][]).sort(([a], [b]) => a - b).map(([, reference]) => reference);
};

test.skipIf(!hasChromium)(
  'a long list has every delivery once and in order, however it is read',
  async () => {
    const { page } = await openBoard();
    const count = 640;
    await fleet.server.ctx.db.sql`
    insert into deliveries.deliveries (id, state, version, lifecycle_version, state_since, reference, customer_id,
      pickup, pickup_lat, pickup_lng, dropoff, dropoff_lat, dropoff_lng, weight_grams, assignment_mode, created_by,
      created_at, updated_at)
    select ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'ready', 1, 1, now(),
      'LONG-' || lpad(n::text, 4, '0'), gen_random_uuid(), '{"lat": 47.1, "lng": 9.5}', 47.1, 9.5,
      '{"street": "Longway", "lat": 47.1, "lng": 9.5}', 47.1, 9.5, 100, 'manual', 'test', now(), now()
    from generate_series(1, ${count}::integer) n`;
    const wanted = Array.from({ length: count }, (_, n) => `LONG-${String(count - n).padStart(4, '0')}`);
    const search = page.getByRole('search').getByRole('textbox');
    await search.fill('LONG-');
    await row(page, wanted[0]!).waitFor();

    const seen = new Map<number, string>();
    const note = async () => {
      for (const [place, reference] of await rowsOf(page)) {
        expect(reference, `row ${place}`).toBe(wanted[place - 1]);
        seen.set(place, reference);
      }
    };
    const grid = page.getByRole('grid');
    await grid.hover();
    await expect
      .poll(
        async () => {
          await note();
          await page.mouse.wheel(0, 400);
          return seen.has(count);
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBe(true);
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual(wanted.map((_, index) => index + 1));

    await grid.focus();
    await page.keyboard.press('Home');
    await row(page, wanted[0]!).waitFor();
    await page.keyboard.press('End');
    await row(page, wanted.at(-1)!).waitFor();
    await note();

    // What comes in meanwhile moves everything down by one, and doubles nothing.
    await fleet.order({ reference: 'LONG-9999' });
    wanted.unshift('LONG-9999');
    await page.keyboard.press('Home');
    await row(page, 'LONG-9999').waitFor();
    await note();

    // The oldest are reached without what lies between; going up from there joins without a gap or a jump.
    await search.fill('LONG');
    await expect.poll(() => grid.getAttribute('data-stale')).toBe(null);
    await grid.focus();
    await page.keyboard.press('End');
    await row(page, wanted.at(-1)!).waitFor();
    expect(await row(page, wanted[count >> 1]!).count()).toBe(0);
    await grid.hover();
    await expect
      .poll(
        async () => {
          const shown = await referencesOf(page);
          expect(shown).toEqual(wanted.slice(wanted.indexOf(shown[0]!)).slice(0, shown.length));
          await page.mouse.wheel(0, -400);
          return shown[0] === wanted[0];
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBe(true);
    await note();

    await search.fill('LONG-0077');
    await expect.poll(() => rowsOf(page)).toEqual([[1, 'LONG-0077']]);
    await search.fill('lo');
    await row(page, 'LONG-9999').waitFor();
    await search.fill('ON');
    await page.getByText('Nothing fits these filters').waitFor();
  },
  90_000,
);
