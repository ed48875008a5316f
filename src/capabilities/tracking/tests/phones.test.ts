import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type RunningCaravan, startCaravan } from './running.ts';

let caravan: RunningCaravan;
let dispatcher: Caller;
beforeAll(async () => {
  caravan = await startCaravan();
  dispatcher = await caravan.as('dispatcher');
});
afterAll(() => caravan.stop());

async function phone() {
  const deviceId = randomUUID();
  expect((await dispatcher.put(`/v1/devices/${deviceId}`, { kind: 'driver', name: 'Ann' })).status).toBe(204);
  const setup = await dispatcher.post(`/v1/devices/${deviceId}/phone`);
  expect(setup.status).toBe(200);
  const last = async () => (await dispatcher.get(`/v1/positions?deviceId=${deviceId}`)).body.items[0];
  return { deviceId, setup: setup.body, last };
}

const seconds = Math.floor(Date.now() / 1000) - 5;

test('the setup says what to type and draws codes to scan', async () => {
  const { setup } = await phone();
  expect(setup.traccar.serverUrl).toBe(`${caravan.url}/v1/phones/traccar/${setup.secret}`);
  expect(setup.traccar.deviceIdentifier).toBe(setup.phoneId);
  expect(setup.osmand.webAddress).toContain(`id=${setup.phoneId}&lat={0}&lon={1}&timestamp={2}`);
  const inline = new URL(setup.owntracks.setupLink).searchParams.get('inline') as string;
  expect(JSON.parse(Buffer.from(inline, 'base64').toString())).toMatchObject({
    _type: 'configuration',
    mode: 3,
    url: `${caravan.url}/v1/phones/owntracks`,
    username: setup.phoneId,
    password: setup.secret,
  });
  for (const app of ['traccar', 'osmand', 'owntracks'])
    expect(setup[app].qrSvg).toMatch(/^<svg.*<\/svg>\s*$/s);
});

describe('Traccar Client', () => {
  test('query parameters, as versions up to 8 send them: speed in knots', async () => {
    const { setup, last } = await phone();
    const query = `id=${setup.phoneId}&timestamp=${seconds}&lat=47.1416&lon=9.5215&speed=19.438&bearing=270&altitude=460&accuracy=12.5&batt=71`;
    const response = await fetch(`${setup.traccar.serverUrl}?${query}`, { method: 'POST' });
    expect(response.status).toBe(200);
    const position = await last();
    expect(position).toMatchObject({
      kind: 'driver',
      lat: 47.1416,
      lng: 9.5215,
      headingDegrees: 270,
      batteryPercent: 71,
    });
    expect(position.speedMetersPerSecond).toBeCloseTo(10, 2);
    expect(position.deviceTime).toBe(new Date(seconds * 1000).toISOString());
  });

  test('the same as a form', async () => {
    const { setup, last } = await phone();
    const body = new URLSearchParams({
      id: setup.phoneId,
      timestamp: String(seconds),
      lat: '47.2',
      lon: '9.6',
    });
    expect((await fetch(setup.traccar.serverUrl, { method: 'POST', body })).status).toBe(200);
    expect(await last()).toMatchObject({ lat: 47.2, lng: 9.6, speedMetersPerSecond: null });
  });

  test('JSON, as version 9 sends it: metres a second, battery from 0 to 1', async () => {
    const { setup, last } = await phone();
    const body = {
      location: {
        timestamp: new Date(seconds * 1000).toISOString(),
        coords: { latitude: 47.15, longitude: 9.53, accuracy: 4, speed: 8.5, heading: 91.2, altitude: 455.1 },
        is_moving: true,
        odometer: 1234.5,
        event: 'motionchange',
        battery: { level: 0.83, is_charging: false },
        activity: { type: 'in_vehicle' },
        extras: {},
      },
      device_id: setup.phoneId,
    };
    const response = await fetch(setup.traccar.serverUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    expect(await last()).toMatchObject({
      lat: 47.15,
      lng: 9.53,
      speedMetersPerSecond: 8.5,
      batteryPercent: 83,
    });
    await fetch(setup.traccar.serverUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...body,
        location: {
          ...body.location,
          timestamp: new Date(seconds * 1000 + 1000).toISOString(),
          coords: { ...body.location.coords, speed: -1, heading: -1 },
        },
      }),
    });
    expect((await last()).speedMetersPerSecond).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['no place', (id: string) => `id=${id}&timestamp=${seconds}`, 400],
    ['a place that is no number', (id: string) => `id=${id}&lat=north&lon=9`, 400],
    ['no device', () => 'lat=47&lon=9', 400],
    ['a time that is none', (id: string) => `id=${id}&lat=47&lon=9&timestamp=yesterday`, 400],
    ['another phone', () => 'id=someone&lat=47&lon=9', 401],
  ])('%s is refused, so that the phone keeps it', async (_, query, status) => {
    const { setup } = await phone();
    const response = await fetch(`${setup.traccar.serverUrl}?${query(setup.phoneId)}`, { method: 'POST' });
    expect(response.status).toBe(status);
  });

  test('JSON that is cut short, or of another shape, is refused', async () => {
    const { setup } = await phone();
    for (const body of [
      '{"location":',
      '[]',
      '{"device_id":"x"}',
      '{"location":{"timestamp":"x","coords":{}},"device_id":"x"}',
    ]) {
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(setup.traccar.serverUrl, { method: 'POST', headers, body })).status).toBe(400);
    }
  });

  test('a place that cannot be is taken and set aside: the phone would send it for ever', async () => {
    const { deviceId, setup } = await phone();
    const response = await fetch(`${setup.traccar.serverUrl}?id=${setup.phoneId}&lat=0&lon=0`, {
      method: 'POST',
    });
    expect(response.status).toBe(200);
    const [row] = await caravan.sql`select reason from tracking.set_aside where device_id = ${deviceId}`;
    expect(row?.reason).toBe('null_island');
  });

  test('the secret in the address does not reach the log', async () => {
    const lines: string[] = [];
    const { log } = caravan.server.ctx;
    const kept = { level: log.level, info: log.info };
    log.level = 'info';
    log.info = ((line: object) => void lines.push(JSON.stringify(line))) as typeof log.info;
    const { setup } = await phone();
    await fetch(`${setup.traccar.serverUrl}?id=${setup.phoneId}&lat=47&lon=9`, { method: 'POST' });
    Object.assign(log, kept);
    expect(lines.filter((line) => line.includes('/v1/phones/traccar/***'))).toHaveLength(1);
    expect(lines.join()).not.toContain(setup.secret);
  });

  test('a new secret ends the old one', async () => {
    const { deviceId, setup } = await phone();
    await dispatcher.post(`/v1/devices/${deviceId}/phone`, { phoneId: setup.phoneId });
    const response = await fetch(`${setup.traccar.serverUrl}?id=${setup.phoneId}&lat=47&lon=9`, {
      method: 'POST',
    });
    expect(response.status).toBe(401);
  });
});

describe('OsmAnd', () => {
  test('its address with its placeholders filled in: milliseconds, metres a second, hdop', async () => {
    const { setup, last } = await phone();
    const values = ['47.1', '9.5', String(seconds * 1000), '1.2', '470', '12.5', '180.0'];
    const address = setup.osmand.webAddress.replace(
      /\{(\d)\}/g,
      (_: string, n: string) => values[Number(n)] as string,
    );
    expect((await fetch(address)).status).toBe(200);
    expect(await last()).toMatchObject({
      lat: 47.1,
      lng: 9.5,
      speedMetersPerSecond: 12.5,
      headingDegrees: 180,
      accuracyMeters: 6,
      altitudeMeters: 470,
    });
  });

  test('a request without a place is refused', async () => {
    const { setup } = await phone();
    const address = setup.osmand.webAddress.split('&')[0] as string;
    expect((await fetch(address)).status).toBe(400);
  });
});

describe('OwnTracks', () => {
  const post = (
    setup: { owntracks: { url: string; user: string; password: string } },
    body: string,
    password?: string,
  ) =>
    fetch(setup.owntracks.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${setup.owntracks.user}:${password ?? setup.owntracks.password}`)}`,
        'x-limit-u': 'ann',
        'x-limit-d': 'phone',
      },
      body,
    });

  test('a location is taken; the answer is a list', async () => {
    const { setup, last } = await phone();
    const message = {
      _type: 'location',
      lat: 47.16,
      lon: 9.51,
      tst: seconds,
      acc: 15,
      alt: 450,
      batt: 55,
      cog: 12,
      vel: 36,
      tid: 'an',
      t: 'u',
      conn: 'm',
    };
    const response = await post(setup, JSON.stringify(message));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([]);
    expect(await last()).toMatchObject({
      lat: 47.16,
      lng: 9.51,
      speedMetersPerSecond: 10,
      batteryPercent: 55,
    });
  });

  test('other types and empty bodies are passed over', async () => {
    const { setup, last } = await phone();
    for (const body of [
      '',
      '{"_type":"lwt","tst":1}',
      '{"_type":"waypoint","tst":1}',
      '{"_type":"encrypted","data":"x"}',
    ]) {
      const response = await post(setup, body);
      expect([body, response.status]).toEqual([body, 200]);
      expect(await response.json()).toEqual([]);
    }
    expect(await last()).toBeUndefined();
  });

  test('a location without a place is refused, and so is a wrong password', async () => {
    const { setup } = await phone();
    expect((await post(setup, '{"_type":"location","tst":1}')).status).toBe(400);
    expect((await post(setup, '{"lat":1}')).status).toBe(400);
    const wrong = await post(setup, `{"_type":"location","lat":47,"lon":9,"tst":${seconds}}`, 'wrong');
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toContain('Basic');
    const none = await fetch(setup.owntracks.url, { method: 'POST' });
    expect(none.status).toBe(401);
  });
});

describe('GPX', () => {
  const gpx = (points: string) =>
    `<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${points}</trkseg></trk></gpx>`;
  const send = (deviceId: string, body: string) =>
    caravan.server.request('POST', `/v1/tracks/gpx?deviceId=${deviceId}`, {
      token: dispatcher.token,
      headers: { 'content-type': 'application/gpx+xml' },
      body,
    });

  test('what is imported comes out again', async () => {
    const deviceId = randomUUID();
    const start = Date.now() - 86_400_000;
    const points = Array.from({ length: 100 }, (_, n) => {
      const time = new Date(start + n * 10_000).toISOString();
      return `<trkpt lat="${(47 + n / 1000).toFixed(4)}" lon="9.5"><ele>450.5</ele><time>${time}</time></trkpt>`;
    });
    const untimed = '<trkpt lat="47.5" lon="9.5"/>';
    const imported = await send(deviceId, gpx([...points, untimed].join('')));
    expect(imported.json).toMatchObject({
      accepted: 100,
      duplicates: 0,
      setAside: [{ index: 100, reason: 'out_of_range' }],
    });
    expect((await send(deviceId, gpx(points.join('')))).json).toMatchObject({ accepted: 0, duplicates: 100 });
    const range = 'from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
    const exported = await caravan.server.request('GET', `/v1/tracks/gpx?deviceId=${deviceId}&${range}`, {
      token: dispatcher.token,
    });
    expect(exported.headers.get('content-type')).toContain('application/gpx+xml');
    expect(exported.text.match(/<trkpt/g)).toHaveLength(100);
    expect(exported.text).toContain('<trkpt lat="47.099" lon="9.5"><ele>450.5</ele>');
    const track = await dispatcher.get(`/v1/tracks?deviceId=${deviceId}&${range}&toleranceMeters=5`);
    expect(track.body.pointCount).toBe(100);
    expect(track.body.points).toHaveLength(2);
    expect(track.body.distanceMeters).toBeGreaterThan(10_900);
    expect(track.body.distanceMeters).toBeLessThan(11_100);
  });

  test.each([
    ['no XML', 'hello'],
    ['cut short', '<gpx><trk>'],
    ['another document', '<kml/>'],
    ['no points', '<gpx/>'],
  ])('%s is refused', async (_, body) => {
    const answer = await send(randomUUID(), body);
    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe('not_gpx');
  });
});
