import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveClient, type LiveEvent } from '../../../../client/src/live/live.ts';
import { contains, type Geofence, GeofenceIndex } from '../rules/geofence.ts';
import { type Caller, type RunningCaravan, startCaravan } from './running.ts';

let caravan: RunningCaravan;
let dispatcher: Caller;
beforeAll(async () => {
  caravan = await startCaravan();
  dispatcher = await caravan.as('dispatcher');
});
afterAll(() => caravan.stop());

const square = {
  type: 'polygon',
  rings: [
    [
      [9.5, 47.1],
      [9.52, 47.1],
      [9.52, 47.12],
      [9.5, 47.12],
      [9.5, 47.1],
    ],
    [
      [9.508, 47.108],
      [9.512, 47.108],
      [9.512, 47.112],
      [9.508, 47.112],
      [9.508, 47.108],
    ],
  ],
};

async function eventsOf(deviceId: string) {
  const rows = await caravan.sql`
    select name, payload from platform.events where payload ->> 'deviceId' = ${deviceId} order by transaction_id, id`;
  return rows.map((row) => [row['name'].replace('tracking.geofence', ''), row['payload'].geofenceId]);
}

test('entering, staying, leaving: each once, in the database, in the outbox and on the socket', async () => {
  const polygon = (await dispatcher.post('/v1/geofences', { name: 'Yard', shape: square, dwellSeconds: 60 }))
    .body;
  const circle = (
    await dispatcher.post('/v1/geofences', {
      name: 'Gate',
      shape: { type: 'circle', lat: 47.105, lng: 9.505, radiusMeters: 200 },
    })
  ).body;
  const deviceId = randomUUID();
  const onSocket: LiveEvent[] = [];
  const allThere = Promise.withResolvers<void>();
  const subscribed = Promise.withResolvers<void>();
  const client = new LiveClient({
    url: caravan.liveUrl,
    ticket: dispatcher.ticket,
    onEvent: (event) => {
      onSocket.push(event);
      if (onSocket.length === 3) allThere.resolve();
    },
    onPositions: () => subscribed.resolve(),
  });
  client.subscribe(`geofence:${polygon.id}`, `vehicle:${deviceId}`);
  client.unsubscribe(`vehicle:${deviceId}`);
  client.connect();
  await expect.poll(() => client.state).toBe('open');
  const start = Date.now() - 1_000_000;
  const report = async (seconds: number, lat: number, lng: number) =>
    expect(
      (
        await dispatcher.post('/v1/positions', {
          positions: [{ deviceId, time: start + seconds * 1000, lat, lng }],
        })
      ).body.accepted,
    ).toBe(1);
  await report(0, 47.09, 9.5);
  await report(10, 47.105, 9.505);
  await report(20, 47.106, 9.505);
  await report(15, 47.09, 9.5);
  await report(80, 47.1045, 9.505);
  await report(90, 47.1045, 9.515);
  const inside = await dispatcher.get(`/v1/geofences/${polygon.id}/inside`);
  expect(inside.body.items).toEqual([
    { deviceId, enteredAt: new Date(start + 10_000).toISOString(), dwelled: true },
  ]);
  await report(100, 47.11, 9.51);
  await report(400, 47.2, 9.6);
  expect(await eventsOf(deviceId)).toEqual([
    ['Entered', polygon.id],
    ['Entered', circle.id],
    ['Dwelled', polygon.id],
    ['Left', circle.id],
    ['Left', polygon.id],
  ]);
  await allThere.promise;
  expect(onSocket.map((event) => event.name)).toEqual([
    'tracking.geofenceEntered',
    'tracking.geofenceDwelled',
    'tracking.geofenceLeft',
  ]);
  client.close();
});

test('a whole way in one batch crosses in order', async () => {
  const fence = (
    await dispatcher.post('/v1/geofences', {
      name: 'Depot',
      shape: { type: 'circle', lat: 48, lng: 11, radiusMeters: 500 },
    })
  ).body;
  const deviceId = randomUUID();
  const start = Date.now() - 1_000_000;
  const positions = [11.1, 11, 11.1, 11, 11.1, 11].map((lng, n) => ({
    deviceId,
    time: start + n * 60_000,
    lat: 48,
    lng,
  }));
  await dispatcher.post('/v1/positions', { positions });
  expect((await eventsOf(deviceId)).map(([name]) => name)).toEqual([
    'Entered',
    'Left',
    'Entered',
    'Left',
    'Entered',
  ]);
  expect(await dispatcher.post('/v1/positions', { positions })).toMatchObject({ body: { duplicates: 6 } });
  expect(await eventsOf(deviceId)).toHaveLength(5);
  expect((await dispatcher.delete(`/v1/geofences/${fence.id}`)).status).toBe(204);
  await dispatcher.post('/v1/positions', {
    positions: [{ deviceId, time: start + 900_000, lat: 48, lng: 12 }],
  });
  expect(await eventsOf(deviceId)).toHaveLength(5);
});

test('a shape that is none is refused; If-Match protects from a lost change', async () => {
  const open = {
    type: 'polygon',
    rings: [
      [
        [9, 47],
        [9.1, 47],
        [9.1, 47.1],
        [9, 47.1],
      ],
    ],
  };
  expect((await dispatcher.post('/v1/geofences', { name: 'x', shape: open })).body.code).toBe('bad_geofence');
  const { body } = await dispatcher.post('/v1/geofences', { name: 'x', shape: square });
  const changed = await dispatcher.put(`/v1/geofences/${body.id}`, { name: 'y', shape: square });
  expect(changed.body).toMatchObject({ name: 'y', version: 2 });
  const late = await caravan.server.request('PUT', `/v1/geofences/${body.id}`, {
    token: dispatcher.token,
    headers: { 'if-match': '"v1"' },
    body: { name: 'z', shape: square },
  });
  expect(late.json).toMatchObject({ status: 412 });
});

test('the index finds what asking every geofence finds', () => {
  const place = fc.record({
    lat: fc.double({ min: 46, max: 48, noNaN: true }),
    lng: fc.double({ min: 8, max: 10, noNaN: true }),
  });
  const fence = fc.oneof(
    fc
      .record({
        lat: fc.double({ min: 46, max: 48, noNaN: true }),
        lng: fc.double({ min: 8, max: 10, noNaN: true }),
        radiusMeters: fc.double({ min: 1, max: 100_000, noNaN: true }),
      })
      .map(
        (circle): Geofence => ({
          id: randomUUID(),
          name: '',
          circle,
          rings: null,
          dwellSeconds: null,
          deviceIds: null,
        }),
      ),
    fc
      .tuple(
        place,
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
      )
      .map(([{ lat, lng }, w, h]): Geofence => {
        const ring: [number, number][] = [
          [lng, lat],
          [lng + w, lat],
          [lng + w / 2, lat + h],
          [lng, lat],
        ];
        return {
          id: randomUUID(),
          name: '',
          circle: null,
          rings: [ring],
          dwellSeconds: null,
          deviceIds: null,
        };
      }),
  );
  fc.assert(
    fc.property(fc.array(fence, { maxLength: 20 }), fc.array(place, { maxLength: 30 }), (fences, places) => {
      const index = new GeofenceIndex(fences);
      for (const one of places) {
        const found = index
          .at('x', one)
          .map(({ id }) => id)
          .sort();
        expect(found).toEqual(
          fences
            .filter((other) => contains(other, one))
            .map(({ id }) => id)
            .sort(),
        );
      }
    }),
    { numRuns: 200 },
  );
});
