import { afterAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { createDemoMap, geographyOf, mapsFolder, removeRegion } from '../api.ts';

const server = await startTestServer();
afterAll(async () => {
  await geographyOf(server.ctx).close();
  await server.stop();
});
const { request, tokenFor, dataFolder } = server;
const token = await tokenFor('dispatcher');
const geography = geographyOf(server.ctx);
const draw = (seed: number) =>
  createDemoMap(dataFolder, new Date(seed), { seed, streetPoints: 1500, replace: true });

const post = (path: string, body: unknown) => request('POST', path, { token, body });

describe('without a map', () => {
  it('says what to do, and still draws the world', async () => {
    const stops = [
      { lat: 1, lng: 1 },
      { lat: 2, lng: 2 },
    ];
    const answer = await post('/v1/routes', { stops });
    expect(answer).toMatchObject({ status: 409, json: { code: 'no_map' } });
    expect(answer.json.detail).toContain('caravan map import');
    expect((await request('GET', '/v1/maps')).json.items).toEqual([]);
    expect((await request('GET', '/v1/tiles/0/0/0')).status).toBe(200);
    expect((await request('GET', '/v1/addresses/search?q=x', { token })).json.items).toEqual([]);
  });
});

describe('with the demo town', () => {
  it('takes it over while running', async () => {
    await draw(1);
    await geography.ready();
    const { json } = await request('GET', '/v1/maps');
    expect(json.items).toMatchObject([{ name: 'port-caravan', attribution: 'Invented by Caravan' }]);
  });

  it('asks who is there', async () => {
    const body = { stops: geography.randomAddresses(2, 1) };
    expect((await request('POST', '/v1/routes', { body })).status).toBe(401);
    for (const role of ['driver', 'customer', 'carrier', 'host', 'admin']) {
      expect((await request('POST', '/v1/routes', { body, token: await tokenFor(role) })).status).toBe(200);
    }
  });

  it('answers a route with time, distance, line and steps', async () => {
    const stops = geography.randomAddresses(3, 2).map(({ lat, lng }) => ({ lat, lng }));
    for (const profile of ['car', 'bike', 'foot']) {
      const { status, json } = await post('/v1/routes', { profile, stops });
      expect(status).toBe(200);
      expect(json.distanceMeters).toBeGreaterThan(0);
      expect(json.legs).toHaveLength(2);
      expect(json.geometry.length).toBeGreaterThan(2);
      expect(json.steps[0].kind).toBe('depart');
      expect(json.steps.at(-1)).toMatchObject({
        kind: 'arrive',
        leg: 1,
        geometryIndex: json.geometry.length - 1,
      });
      const sum = json.steps.reduce(
        (total: number, step: { durationSeconds: number }) => total + step.durationSeconds,
        0,
      );
      expect(Math.abs(sum - json.durationSeconds)).toBeLessThan(0.1 * json.steps.length);
      expect(json.attribution).toBe('Invented by Caravan');
    }
    const others = await post('/v1/routes', { stops: stops.slice(0, 2), alternatives: 2 });
    expect(others.json.alternatives.length).toBeLessThanOrEqual(2);
  });

  it('answers tables, small at once and large on a thread, as routes say', async () => {
    const points = geography.randomAddresses(60, 3).map(({ lat, lng }) => ({ lat, lng }));
    const large = await post('/v1/distance-tables', { origins: points });
    const small = await post('/v1/distance-tables', {
      origins: points.slice(0, 2),
      destinations: points.slice(0, 5),
    });
    expect(large.status).toBe(200);
    expect(small.json.durationsSeconds[1]).toEqual(large.json.durationsSeconds[1].slice(0, 5));
    const { json } = await post('/v1/routes', { stops: [points[0], points[1]] });
    expect(large.json.durationsSeconds[0][1]).toBe(json.durationSeconds);
    const lost = await post('/v1/distance-tables', {
      origins: [points[0]],
      destinations: [{ lat: 45.169, lng: -21.45 }],
    });
    expect(lost.status === 422 || lost.json.durationsSeconds[0][0] === null).toBe(true);
  });

  it('answers reachable areas, nearest streets and matched tracks', async () => {
    const [point, other] = geography.randomAddresses(2, 4).map(({ lat, lng }) => ({ lat, lng }));
    const areas = await post('/v1/reachable-areas', { profile: 'foot', point, seconds: [120, 300] });
    expect(areas.json.features.map((each: any) => each.properties.seconds)).toEqual([120, 300]);
    const streets = await post('/v1/nearest-streets', { point, limit: 3 });
    expect(streets.json.items).toHaveLength(3);
    const { json: route } = await post('/v1/routes', { stops: [point, other] });
    const points = route.geometry.map(([lng, lat]: [number, number]) => ({ lat, lng, accuracyMeters: 5 }));
    const match = await post('/v1/track-matches', { points });
    expect(match.status).toBe(200);
    expect(Math.abs(match.json.distanceMeters / route.distanceMeters - 1)).toBeLessThan(0.03);
  });

  it('finds addresses both ways', async () => {
    const [address] = geography.randomAddresses(1, 5);
    const query = encodeURIComponent(address?.text ?? '');
    const found = await request('GET', `/v1/addresses/search?q=${query}&near=45.2,-21.4&limit=3`, { token });
    expect(found.json.items[0]).toMatchObject({ kind: 'address', text: address?.text });
    const near = await request('GET', `/v1/addresses/nearest?lat=${address?.lat}&lng=${address?.lng}`, {
      token,
    });
    expect(near.json).toMatchObject({ address: { text: address?.text }, distanceMeters: 0 });
    const none = await request('GET', '/v1/addresses/nearest?lat=0&lng=0', { token });
    expect(none.json.address).toBeNull();
  });

  it('explains points without streets', async () => {
    const [on] = geography.randomAddresses(1, 6).map(({ lat, lng }) => ({ lat, lng }));
    const outside = await post('/v1/routes', { stops: [on, { lat: 10, lng: 10 }] });
    expect(outside).toMatchObject({ status: 422, json: { code: 'outside_maps', stop: 1 } });
  });

  it.each([
    [{ stops: [] }],
    [
      {
        stops: [
          { lat: 91, lng: 0 },
          { lat: 0, lng: 0 },
        ],
      },
    ],
    [
      {
        stops: [
          { lat: '1', lng: 0 },
          { lat: 0, lng: 0 },
        ],
      },
    ],
    [
      {
        stops: [
          { lat: 1, lng: 0 },
          { lat: 0, lng: 0 },
        ],
        profile: 'horse',
      },
    ],
  ])('refuses %j', async (body) => {
    expect((await post('/v1/routes', body)).status).toBe(400);
  });
});

describe('tiles and styles', () => {
  it('serve tiles packed, tagged and for ever under their version', async () => {
    const { json: style } = await request('GET', '/v1/map-styles/light');
    expect(style.glyphs).toBeUndefined();
    const [template] = style.sources.map.tiles;
    const url = new URL(template.replace('{z}', '13').replace('{x}', '3609').replace('{y}', '2922'));
    const tile = await request('GET', url.pathname + url.search);
    expect(tile.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
    expect(tile.headers.get('content-encoding')).toBe('gzip');
    expect(tile.headers.get('cache-control')).toContain('immutable');
    const tag = tile.headers.get('etag') as string;
    const again = await request('GET', url.pathname + url.search, { headers: { 'if-none-match': tag } });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  it('have a light and a dark style, and say which when asked for another', async () => {
    expect((await request('GET', '/v1/map-styles/dark')).json.name).toBe('Caravan dark');
    expect((await request('GET', '/v1/map-styles/__proto__')).status).toBe(404);
    const none = await request('GET', '/v1/map-styles/pink');
    expect(none.status).toBe(404);
    expect(none.json.detail).toContain('light and dark');
  });

  it.each(['/v1/tiles/3/9/1', '/v1/tiles/16/1/1', '/v1/tiles/a/b/c', '/v1/tiles/3/-1/1'])(
    'refuse %s',
    async (path) => {
      expect((await request('GET', path)).status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe('replacing a map', () => {
  it('answers every request meanwhile', async () => {
    const stops = [
      { lat: 45.2, lng: -21.4 },
      { lat: 45.203, lng: -21.403 },
    ];
    const failed: unknown[] = [];
    let asked = 0;
    let isOver = false;
    const ask = async () => {
      while (!isOver) {
        const answer = await post('/v1/routes', { stops });
        asked++;
        if (answer.status !== 200) failed.push(answer.json);
      }
    };
    const asking = [ask(), ask(), ask(), ask()];
    for (const seed of [2, 3]) {
      await draw(seed);
      await geography.ready();
    }
    isOver = true;
    await Promise.all(asking);
    expect(failed).toEqual([]);
    expect(asked).toBeGreaterThan(20);
    expect(await removeRegion(mapsFolder(dataFolder), 'port-caravan')).toBe(true);
    await geography.ready();
    expect((await post('/v1/routes', { stops })).json.code).toBe('no_map');
  });
});
