import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveClient, type LivePosition } from '../../../../client/src/live/live.ts';
import { type RunningCaravan, startCaravan } from './running.ts';

let caravan: RunningCaravan;
beforeAll(async () => {
  caravan = await startCaravan();
});
afterAll(() => caravan.stop());

test('a reported position is durable, listed, in the track, and on the screen', async () => {
  const dispatcher = await caravan.as('dispatcher');
  const deviceId = randomUUID();
  const seen = Promise.withResolvers<LivePosition>();
  const client = new LiveClient({
    url: caravan.liveUrl,
    ticket: dispatcher.ticket,
    onPositions: ({ changed }) => {
      for (const position of changed) if (position.id === deviceId) seen.resolve(position);
    },
  });
  client.setViewport([9.4, 47.0, 9.7, 47.3]);
  client.connect();
  const time = new Date().toISOString();
  const position = {
    deviceId,
    time,
    lat: 47.1415,
    lng: 9.5215,
    speedMetersPerSecond: 8.3,
    headingDegrees: 45,
  };
  const report = await dispatcher.post('/v1/positions', { positions: [position] });
  expect(report.status).toBe(200);
  expect(report.body).toEqual({ accepted: 1, duplicates: 0, setAside: [] });
  const onScreen = await seen.promise;
  expect(onScreen.lat).toBeCloseTo(47.1415, 5);
  expect(onScreen.lng).toBeCloseTo(9.5215, 5);
  const again = await dispatcher.post('/v1/positions', { positions: [position, position] });
  expect(again.body).toEqual({ accepted: 0, duplicates: 2, setAside: [] });
  const list = await dispatcher.get(`/v1/positions?deviceId=${deviceId}`);
  expect(list.body.items).toMatchObject([
    { deviceId, kind: 'vehicle', lat: 47.1415, lng: 9.5215, deviceTime: time },
  ]);
  const { body: track } = await dispatcher.get(
    `/v1/tracks?deviceId=${deviceId}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
  );
  expect(track.points).toHaveLength(1);
  client.close();
});

test('impossible positions are set aside with the reason, late ones take their place', async () => {
  const dispatcher = await caravan.as('dispatcher');
  const deviceId = randomUUID();
  const now = Date.now();
  const at = (secondsAgo: number, lat: number, lng: number) => ({
    deviceId,
    time: now - secondsAgo * 1000,
    lat,
    lng,
  });
  const { body } = await dispatcher.post('/v1/positions', {
    positions: [
      at(60, 47.1, 9.5),
      at(50, 47.101, 9.5),
      at(40, 0, 0),
      at(-3600, 47.1, 9.5),
      at(30, 48.9, 2.3),
      at(20, 91, 9.5),
      at(400 * 86_400, 47.1, 9.5),
      at(55, 47.1005, 9.5),
    ],
  });
  expect(body.accepted).toBe(3);
  expect(body.setAside.sort((a: { index: number }, b: { index: number }) => a.index - b.index)).toEqual([
    { index: 2, reason: 'null_island' },
    { index: 3, reason: 'future' },
    { index: 4, reason: 'faster_than_sound' },
    { index: 5, reason: 'out_of_range' },
    { index: 6, reason: 'too_old' },
  ]);
  const { body: track } = await dispatcher.get(
    `/v1/tracks?deviceId=${deviceId}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
  );
  expect(track.points.map((point: { lat: number }) => point.lat)).toEqual([47.1, 47.1005, 47.101]);
  const [row] = await caravan.sql`
    select count(*)::integer as count from tracking.set_aside where device_id = ${deviceId}`;
  expect(row?.count).toBe(5);
});

test('a device whose last place was wrong is believed again after a few fixes that agree', async () => {
  const dispatcher = await caravan.as('dispatcher');
  const deviceId = randomUUID();
  const now = Date.now();
  const report = async (n: number, lat: number) =>
    (
      await dispatcher.post('/v1/positions', {
        positions: [{ deviceId, time: now - 10_000 + n * 1000, lat, lng: 9 }],
      })
    ).body.accepted;
  expect(await report(0, 10)).toBe(1);
  expect(await report(1, 47)).toBe(0);
  expect(await report(2, 47)).toBe(0);
  expect(await report(3, 47)).toBe(1);
  expect(await report(4, 47)).toBe(1);
});

test('rights: guest, wrong role, foreign device, own device', async () => {
  const deviceId = randomUUID();
  const partyId = randomUUID();
  const position = { deviceId, kind: 'driver', time: Date.now(), lat: 47, lng: 9 };
  const guest = await caravan.request('POST', '/v1/positions', undefined, { positions: [position] });
  expect(guest.status).toBe(401);
  const customer = await caravan.as('customer');
  expect((await customer.post('/v1/positions', { positions: [position] })).status).toBe(403);
  const driver = await caravan.as('driver', { partyId });
  expect((await driver.post('/v1/positions', { positions: [position] })).status).toBe(403);
  expect((await driver.get(`/v1/positions?deviceId=${deviceId}`)).body.items).toEqual([]);
  await caravan.sql`insert into tracking.devices (device_id, kind, party_id) values (${deviceId}, 1, ${partyId})`;
  expect((await driver.post('/v1/positions', { positions: [position] })).body.accepted).toBe(1);
  expect((await driver.get(`/v1/positions?deviceId=${deviceId}`)).body.items).toHaveLength(1);
  expect((await customer.get(`/v1/positions?deviceId=${deviceId}`)).status).toBe(403);
});

test('the AsyncAPI document is served', async () => {
  const answer = await fetch(`${caravan.url}/asyncapi.json`);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect((await answer.json()) as object).toMatchObject({ asyncapi: '3.0.0' });
});

test('positions over the socket, as JSON and in binary, are acknowledged when they are stored', async () => {
  const dispatcher = await caravan.as('dispatcher');
  const deviceId = randomUUID();
  const client = new LiveClient({ url: caravan.liveUrl, ticket: dispatcher.ticket });
  client.connect();
  await expect.poll(() => client.state).toBe('open');
  const position = { deviceId, time: Date.now() - 5_000, lat: 47.1, lng: 9.5 };
  expect(await client.sendPositions([position, position])).toMatchObject({ accepted: 1, duplicates: 1 });
  await expect(client.sendPositions([{ ...position, lat: 'north' as unknown as number }])).rejects.toThrow(
    'bad_message',
  );
  client.close();
  const socket = new WebSocket(`${caravan.liveUrl}?ticket=${await dispatcher.ticket()}`);
  const record = Buffer.alloc(45);
  record[0] = 2;
  record.writeUInt32LE(77, 1);
  record.write(deviceId.replaceAll('-', ''), 5, 'hex');
  record.writeDoubleLE(Date.now() - 1_000, 21);
  record.writeInt32LE(471_000_500, 29);
  record.writeInt32LE(95_000_500, 33);
  record.writeUInt16LE(1_250, 37);
  record.writeUInt16LE(18_000, 39);
  record.writeUInt16LE(0xff_ff, 41);
  record.writeUInt8(0xff, 43);
  const answer = await new Promise<object>((resolve) => {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as { type: string };
      if (message.type === 'hello') socket.send(record);
      else resolve(message);
    };
  });
  expect(answer).toEqual({ type: 'accepted', id: 77, accepted: 1, duplicates: 0, setAside: [] });
  socket.close();
  const { body } = await dispatcher.get(`/v1/positions?deviceId=${deviceId}`);
  expect(body.items).toMatchObject([
    { lat: 47.10005, lng: 9.50005, speedMetersPerSecond: 12.5, headingDegrees: 180, accuracyMeters: null },
  ]);
});

test('where it stands, and how far it went', async () => {
  const dispatcher = await caravan.as('dispatcher');
  const deviceId = randomUUID();
  const start = Date.now() - 3_600_000;
  const at = (seconds: number, lat: number) => ({ deviceId, time: start + seconds * 1000, lat, lng: 9.5 });
  const positions = [
    at(0, 47),
    at(60, 47.01),
    at(120, 47.02),
    at(180, 47.0201),
    at(300, 47.02),
    at(420, 47.0201),
  ];
  await dispatcher.post('/v1/positions', { positions });
  const last = async () => (await dispatcher.get(`/v1/positions?deviceId=${deviceId}`)).body.items[0];
  expect((await last()).stoppedSince).toBe(new Date(start + 120_000).toISOString());
  expect((await last()).odometerMeters).toBeGreaterThan(2_220);
  expect((await last()).odometerMeters).toBeLessThan(2_270);
  await dispatcher.post('/v1/positions', { positions: [at(480, 47.03)] });
  expect((await last()).stoppedSince).toBeNull();
  const { body } = await dispatcher.get(
    `/v1/tracks?deviceId=${deviceId}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
  );
  expect(body.stops).toMatchObject([{ from: new Date(start + 120_000).toISOString(), durationSeconds: 300 }]);
});
