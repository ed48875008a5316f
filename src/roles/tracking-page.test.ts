import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, type Fleet } from '../modules/deliveries/tests/fleet.ts';

/** What somebody gets who follows a link without running any script: a reader, a preview, curl. */
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const link = async (id: string): Promise<string> =>
  (await fleet.expect(201, fleet.dispatcher, 'POST', `/v1/deliveries/${id}/tracking-links`, {})).pagePath;
const page = (path: string, language = 'en') =>
  fleet.server.request('GET', path, { headers: { 'accept-language': language } });

describe('the page behind a link', () => {
  test('says the state and when, for people and for previews, in the language of the reader', async () => {
    const { delivery } = await fleet.inState('in_transit');
    const path = await link(delivery.id);
    const { status, text, headers } = await page(path);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Your driver is coming to you now</h1>');
    expect(text).toContain('<meta property="og:title" content="Your driver is coming to you now" />');
    expect(text).toMatch(/<meta property="og:description" content="Expected between \d+:\d\d/);
    expect(text).toMatch(/<li class="now" aria-current="step">On the way/);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('set-cookie')).toBeNull();
    for (const [asked, answered, words] of [
      ['de-CH,de;q=0.9,en;q=0.5', 'de', 'Ihre Sendung kommt jetzt zu Ihnen'],
      ['it, fr;q=0.8', 'fr', 'Votre colis arrive chez vous'],
      ['es-419', 'es', 'Su paquete va ahora a su puerta'],
      ['xx', 'en', 'Your driver is coming to you now'],
    ] as const) {
      const told = await page(path, asked);
      expect([asked, told.headers.get('content-language')]).toEqual([asked, answered]);
      expect(told.text).toContain(`<html lang="${answered}">`);
      expect(told.text).toContain(words);
    }
  });

  test('shows nothing of the person, and what was typed only as text', async () => {
    const { delivery } = await fleet.inState('accepted');
    const path = await link(delivery.id);
    const evil = '</script><img src=x onerror=alert(1)>"\'&';
    await fleet.expect(200, undefined, 'PUT', `/v1${path}/note`, { note: evil });
    const { text } = await page(path);
    expect(text).not.toMatch(/Maria|Landstrasse|<img|customerId/);
    expect(text).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    const data = /<script type="application\/json" id="data">(.*)<\/script>/.exec(text)?.[1];
    expect(JSON.parse(data!).note).toBe(evil);
  });

  test('says who delivers and how to reach them, and nothing of others', async () => {
    const { delivery, driver } = await fleet.inState('arrived');
    const path = await link(delivery.id);
    expect((await page(path)).text).not.toContain('class="contact"');
    await fleet.expect(201, fleet.dispatcher, 'POST', '/v1/parties', { kind: 'company', name: 'A client' });
    const operator = { kind: 'company', name: 'Valley <Couriers>', phone: '+423 555 01 00', operator: true };
    const { id } = await fleet.expect(201, fleet.dispatcher, 'POST', '/v1/parties', operator);
    const { text } = await page(path);
    expect(text).toContain('<meta property="og:site_name" content="Valley &lt;Couriers&gt;" />');
    expect(text).toContain('<p class="who">Valley &lt;Couriers&gt;</p>');
    expect(text).toContain('<a href="tel:+4235550100">+423 555 01 00</a>');
    const told = await fleet.expect(200, undefined, 'GET', `/v1${path}`);
    expect(told.operator).toEqual({ name: 'Valley <Couriers>', phone: '+423 555 01 00', email: null });
    await fleet.act(driver.token, delivery.id, 'deliver');
    expect((await page(path)).text).toContain('<a href="tel:+4235550100">');
    await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/parties/${id}`, { operator: false });
    expect((await page(path)).text).not.toContain('class="contact"');
  });

  test('ends with the delivery, kindly, and leaves the rating', async () => {
    const { delivery, driver } = await fleet.inState('arrived');
    const path = await link(delivery.id);
    expect((await page(path)).text).toContain('Your driver is at the door');
    await fleet.act(driver.token, delivery.id, 'deliver');
    const { status, text } = await page(path);
    expect(status).toBe(410);
    expect(text).toContain('Your parcel has arrived');
    expect(text).toContain('How was it?');
    expect(text).not.toContain('class="map"');
    await fleet.expect(200, undefined, 'POST', `/v1${path}/rating`, { stars: 5 });
    expect((await page(path)).text).not.toContain('How was it?');
    expect((await page(`/track/${'A'.repeat(32)}`)).status).toBe(404);
    expect((await page('/track/nonsense')).status).toBe(404);
  });
});

test('it is small, comes from here alone, and nothing in it is inline', async () => {
  const { delivery } = await fleet.inState('in_transit');
  const { text, headers } = await page(await link(delivery.id));
  const policy = headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(text).not.toMatch(/<style|\sstyle=|<script(?![^>]*(src=|application\/json))|\son\w+=/);
  const queue = [...text.matchAll(/(?:href|src)="(\/web\/[^"]+)"/g)].map(([, path]) => path!);
  const sizes = new Map<string, number>();
  for (const path of queue) {
    if (sizes.has(path)) continue;
    const part = await fleet.server.request('GET', path);
    expect([path, part.status]).toEqual([path, 200]);
    sizes.set(path, gzipSync(part.text).length);
    for (const [, target] of part.text.matchAll(/^(?:import|export) .* from '([^']+)'/gm))
      queue.push(new URL(target!, `http://x${path}`).pathname);
  }
  const scripts = [...sizes].filter(([path]) => path.endsWith('.ts'));
  const bytes = scripts.reduce((sum, [, size]) => sum + size, 0);
  expect(scripts.length).toBeGreaterThan(6);
  expect(bytes).toBeLessThan(12_000);
});
