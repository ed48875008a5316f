import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../../platform/auth/actor.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { showDelivery } from '../rules/show.ts';
import { startFleet, type Fleet } from './fleet.ts';

/** The list sends what the database rendered; every other route renders here. A client must not see a difference. */
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({});
});
afterAll(() => fleet.stop());

const reach = { actor: systemActor('test'), scope: 'all' } as const;

test.each([
  ['the least', {}],
  [
    'everything',
    {
      reference: 'Größe "ä"\\ \u2028 </script>',
      windowFrom: '2026-03-29T01:30:00.007+01:00',
      windowTo: '2026-03-29T03:30:00Z',
      weightGrams: 1999,
      requiredSkills: ['cold_chain', 'heavy'],
      proofRules: ['photo', 'signature'],
      notes: 'Zeile 1\nZeile 2\t🚲',
      price: { amountMinor: 1_234_567_890_123, currency: 'CHF' },
    },
  ],
])('the database and the program show %s alike', async (_name, order) => {
  const { id } = await fleet.order({ assignmentMode: 'manual', ...order });
  const { items } = await fleet.call(fleet.dispatcher, 'GET', '/v1/deliveries?limit=1');
  const row = await findDelivery(fleet.server.ctx.db.sql, id, reach);
  expect(items[0]).toEqual(JSON.parse(JSON.stringify(showDelivery(row!))));

  await fleet.call(fleet.dispatcher, 'PATCH', `/v1/deliveries/${id}`, { notes: 'Changed' });
  const after = await fleet.call(fleet.dispatcher, 'GET', '/v1/deliveries?limit=1');
  expect(after.items[0]).toMatchObject({ id, notes: 'Changed', version: 2 });

  const link = await fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${id}/tracking-links`, {});
  await fleet.call(undefined, 'PUT', `${link.path}/note`, { note: 'Größe "ä"\\ 🚲' });
  const wished = await fleet.call(fleet.dispatcher, 'GET', '/v1/deliveries?limit=1');
  const noted = await findDelivery(fleet.server.ctx.db.sql, id, reach);
  expect(wished.items[0]).toEqual(JSON.parse(JSON.stringify(showDelivery(noted!))));
  expect(wished.items[0].recipient).toEqual({ note: 'Größe "ä"\\ 🚲' });
});
