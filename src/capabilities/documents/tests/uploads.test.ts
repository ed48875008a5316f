import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunningJob } from '../../../platform/jobs/job.ts';
import { manualClock } from '../../../platform/ports/clock.ts';
import { startTestServer } from '../../../roles/testing.ts';
import { requireUpload } from '../api.ts';
import { expireUploads } from '../jobs/expireUploads.ts';

const clock = manualClock(new Date());
const server = await startTestServer({
  clock,
  settings: { CARAVAN_DOCUMENTS_CHUNK_LIMIT_BYTES: '65536', CARAVAN_DOCUMENTS_UPLOAD_LIMIT_BYTES: '1000000' },
});
afterAll(() => server.stop());
const { request, tokenFor, ctx } = server;
const me = { userId: randomUUID(), partyId: randomUUID() };
const driver = await tokenFor('driver', me);

const png = (size: number): Buffer =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(size - 16)]);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const start = (body: object, token = driver) => request('POST', '/v1/uploads', { token, body });
const startPng = async (bytes: Uint8Array, more = {}): Promise<string> =>
  (await start({ contentType: 'image/png', sizeBytes: bytes.length, ...more })).json.id;
const part = (id: string, offset: number | string, bytes: Uint8Array, token = driver) =>
  request('PATCH', `/v1/uploads/${id}`, {
    token,
    body: bytes,
    headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
  });
const content = (id: string, token = driver) => request('GET', `/v1/uploads/${id}/content`, { token });
const fileOf = (id: string) => path.join(server.dataFolder, 'files', id.slice(-2), id.slice(-4, -2), id);

test('a file sent in parts comes back byte for byte, as a download', async () => {
  const bytes = png(150_000);
  const id = await startPng(bytes, { sha256: hashOf(bytes) });
  expect((await content(id)).json.code).toBe('upload_incomplete');
  for (let at = 0; at < bytes.length; at += 60_000) {
    const answer = await part(id, at, bytes.subarray(at, at + 60_000));
    expect(answer.headers.get('upload-offset')).toBe(String(Math.min(at + 60_000, bytes.length)));
  }
  const status = await request('GET', `/v1/uploads/${id}`, { token: driver });
  expect(status.json).toMatchObject({
    state: 'complete',
    receivedBytes: 150_000,
    sha256: hashOf(bytes),
    expiresAt: null,
  });
  const file = await content(id);
  expect(Buffer.from(file.bytes).equals(bytes)).toBe(true);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': `attachment; filename="${id}.png"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const actor = { ...(await server.instance.tokens.verify(driver)) };
  expect(await requireUpload(ctx.db.sql, id, actor)).toEqual({
    id,
    contentType: 'image/png',
    sizeBytes: 150_000,
    sha256: hashOf(bytes),
  });
  const events = await server.eventsOf('upload', id);
  expect(events.map(({ name, sequence }) => [name, sequence])).toEqual([
    ['documents.uploadStarted', 1],
    ['documents.uploadCompleted', 2],
  ]);
});

test('after a break the client learns how far it came, and goes on', async () => {
  const bytes = png(50_000);
  const id = await startPng(bytes);
  await part(id, 0, bytes.subarray(0, 20_000));
  await new Promise<void>((resolve) => {
    const broken = httpRequest(new URL(`/v1/uploads/${id}`, server.address), {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${driver}`,
        'content-type': 'application/octet-stream',
        'content-length': 30_000,
        'upload-offset': 20_000,
      },
    });
    broken.on('error', () => resolve());
    broken.write(bytes.subarray(20_000, 30_000), () => broken.destroy());
  });
  const head = await request('HEAD', `/v1/uploads/${id}`, { token: driver });
  expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual(['20000', '50000']);
  const repeated = await part(id, 0, bytes.subarray(0, 20_000));
  expect([repeated.status, repeated.json.code, repeated.json.receivedBytes]).toEqual([
    409,
    'upload_offset_wrong',
    20_000,
  ]);
  expect(repeated.headers.get('upload-offset')).toBe('20000');
  expect((await part(id, 20_000, bytes.subarray(20_000))).json.state).toBe('complete');
});

test('of twenty equal parts at once one counts', async () => {
  const bytes = png(40_000);
  const id = await startPng(bytes, { sha256: hashOf(bytes) });
  await part(id, 0, bytes.subarray(0, 10_000));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => part(id, 10_000, bytes.subarray(10_000))),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ json }) => json.code === 'upload_offset_wrong')).toHaveLength(19);
  expect(hashOf((await content(id)).bytes)).toBe(hashOf(bytes));
});

test('what is not what was announced is refused, and a right last part still counts', async () => {
  const bytes = png(3000);
  const html = await startPng(bytes);
  const refused = await part(html, 0, Buffer.concat([Buffer.from('<script>'), bytes.subarray(8)]));
  expect([refused.status, refused.json.code]).toEqual([422, 'upload_content_wrong']);
  expect((await request('GET', `/v1/uploads/${html}`, { token: driver })).json.receivedBytes).toBe(0);
  const pdf = await start({ contentType: 'application/pdf', sizeBytes: 3000 });
  expect((await part(pdf.json.id, 0, bytes)).json.detail).toContain('but is image/png');
  const changed = await startPng(bytes, { sha256: hashOf(bytes) });
  const flipped = Buffer.from(bytes);
  flipped[2000]! ^= 1;
  expect((await part(changed, 0, flipped)).json.errors[0].field).toBe('sha256');
  expect((await part(changed, 0, bytes)).json.state).toBe('complete');
});

test.each([
  ['image/jpeg', 'ffd8ffe000104a464946'],
  ['image/webp', '52494646ffffffff57454250'],
  ['application/pdf', '255044462d312e37'],
])('%s is known by its first bytes', async (contentType, hex) => {
  const bytes = Buffer.concat([Buffer.from(hex, 'hex'), randomBytes(100)]);
  const { json } = await start({ contentType, sizeBytes: bytes.length });
  expect((await part(json.id, 0, bytes)).json.state).toBe('complete');
});

test('sizes and offsets beyond what is allowed, and other content types', async () => {
  expect((await start({ contentType: 'image/png', sizeBytes: 1_000_001 })).json.code).toBe(
    'upload_too_large',
  );
  expect((await start({ contentType: 'image/svg+xml', sizeBytes: 10 })).json.errors[0].field).toBe(
    'contentType',
  );
  const bytes = png(100_000);
  const id = await startPng(bytes);
  expect((await part(id, 0, bytes)).json.code).toBe('body_too_large');
  expect((await part(id, 'x', bytes)).json.errors[0].field).toBe('Upload-Offset');
  expect((await part(await startPng(png(100)), 0, png(101))).json.code).toBe('upload_too_large');
  expect((await request('PATCH', `/v1/uploads/${id}`, { token: driver, body: {} })).json.code).toBe(
    'unsupported_media_type',
  );
});

test('a device that announces twice has one upload; another file under the id is refused', async () => {
  const body = { id: randomUUID(), contentType: 'image/png', sizeBytes: 500 };
  expect([(await start(body)).json.id, (await start(body)).json.id]).toEqual([body.id, body.id]);
  expect((await start({ ...body, sizeBytes: 501 })).json.code).toBe('upload_exists');
  expect((await start(body, await tokenFor('driver'))).json.code).toBe('upload_exists');
});

test('a guest, a wrong role and a wrong party get nothing; the office sees all', async () => {
  const bytes = png(100);
  const id = await startPng(bytes);
  const stranger = await tokenFor('driver');
  expect((await part(id, 0, bytes, stranger)).status).toBe(404);
  await part(id, 0, bytes);
  const answers = await Promise.all([
    request('GET', `/v1/uploads/${id}/content`),
    content(id, stranger),
    request('GET', `/v1/uploads/${id}`, { token: stranger }),
    start({ contentType: 'image/png', sizeBytes: 1 }, await tokenFor('nobody')),
    content(id, await tokenFor('support')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 403, 200]);
  const actor = await server.instance.tokens.verify(stranger);
  await expect(requireUpload(ctx.db.sql, id, actor)).rejects.toMatchObject({ code: 'not_found' });
});

test('a half upload expires with its bytes; a complete one stays', async () => {
  const bytes = png(1000);
  const [half, whole] = [await startPng(bytes), await startPng(bytes)];
  await part(half, 0, bytes.subarray(0, 500));
  await part(whole, 0, bytes);
  clock.advance(86_401_000);
  const token = await tokenFor('driver', me);
  expect((await part(half, 500, bytes.subarray(500), token)).json.code).toBe('upload_expired');
  const job = { payload: {}, ctx, finish: (work) => ctx.db.transaction(work) } as Partial<RunningJob<object>>;
  await expireUploads.run(job as RunningJob<Record<string, never>>);
  expect((await request('GET', `/v1/uploads/${half}`, { token })).status).toBe(404);
  expect([existsSync(fileOf(half)), existsSync(fileOf(whole))]).toEqual([false, true]);
  expect((await server.eventsOf('upload', half)).at(-1)).toMatchObject({
    name: 'documents.uploadExpired',
    payload: { receivedBytes: 500 },
  });
});
