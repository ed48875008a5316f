import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frame, RawClient, text } from './raw-client.ts';
import { connect, startTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(
    {
      limits: {
        messageBytes: 4096,
        socketsPerPrincipal: 1_000,
        subscriptionsPerSocket: 5,
        messageBurst: 100,
      },
    },
    {
      binaryReceivers: new Map([[2, async (_, bytes) => ({ type: 'accepted', bytes: bytes.length })]]),
    },
  );
  hub.rights.set('ann', new Set(['feed']));
});
afterAll(() => hub.stop());

const ping = JSON.stringify({ type: 'ping', id: 1 });
const close = (code: number, reason = '') => {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2);
  return frame({ opcode: 8, payload });
};

/** Name, what is sent, and the close code that the server must answer with. */
const CLOSES: [string, Buffer[], number][] = [
  ['unmasked text', [text(ping, { masked: false })], 1002],
  ['unmasked ping', [frame({ opcode: 9, masked: false })], 1002],
  ['unmasked close', [frame({ opcode: 8, masked: false })], 1002],
  ['RSV1 without compression', [text(ping, { rsv: 4 })], 1002],
  ['RSV2', [text(ping, { rsv: 2 })], 1002],
  ['RSV3', [text(ping, { rsv: 1 })], 1002],
  ['RSV on a ping', [frame({ opcode: 9, rsv: 4 })], 1002],
  ['reserved data opcode 3', [frame({ opcode: 3, payload: 'x' })], 1002],
  ['reserved data opcode 7', [frame({ opcode: 7, payload: 'x' })], 1002],
  ['reserved control opcode 11', [frame({ opcode: 11 })], 1002],
  ['reserved control opcode 15', [frame({ opcode: 15 })], 1002],
  ['continuation of nothing', [frame({ opcode: 0, payload: 'x' })], 1002],
  ['unfinished continuation of nothing', [frame({ opcode: 0, fin: false, payload: 'x' })], 1002],
  ['text inside a fragmented text', [text('{', { fin: false }), text('}')], 1002],
  ['binary inside a fragmented text', [text('{', { fin: false }), frame({ opcode: 2, payload: 'x' })], 1002],
  ['fragmented ping', [frame({ opcode: 9, fin: false })], 1002],
  ['fragmented close', [frame({ opcode: 8, fin: false })], 1002],
  ['ping of 126 bytes', [frame({ opcode: 9, payload: Buffer.alloc(126) })], 1002],
  ['ping with a 64-bit length', [frame({ opcode: 9, payload: 'x', lengthBits: 64 })], 1002],
  ['close of 126 bytes', [frame({ opcode: 8, payload: Buffer.alloc(126) })], 1002],
  ['close with one byte', [frame({ opcode: 8, payload: 'x' })], 1002],
  ['close code 0', [close(0)], 1002],
  ['close code 999', [close(999)], 1002],
  ['close code 1004', [close(1004)], 1002],
  ['close code 1005', [close(1005)], 1002],
  ['close code 1006', [close(1006)], 1002],
  ['close code 1016', [close(1016)], 1002],
  ['close code 2999', [close(2999)], 1002],
  ['close code 5000', [close(5000)], 1002],
  ['close reason of bad UTF-8', [frame({ opcode: 8, payload: Buffer.from([0x03, 0xe8, 0xff, 0xfe]) })], 1007],
  ['close 1000', [close(1000, 'bye')], 1000],
  ['close without a code', [frame({ opcode: 8 })], 1005],
  ['close 4999', [close(4999)], 4999],
  ['text of bad UTF-8', [text(Buffer.from([0x22, 0xff, 0xfe, 0x22]))], 1007],
  ['text of an overlong UTF-8', [text(Buffer.from([0x22, 0xc0, 0xaf, 0x22]))], 1007],
  ['text of a lone surrogate', [text(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))], 1007],
  ['text cut within a character', [text(Buffer.from([0x22, 0xe2, 0x82]))], 1007],
  [
    'bad UTF-8 over two fragments',
    [
      text(Buffer.from([0x22, 0xe2]), { fin: false }),
      frame({ opcode: 0, payload: Buffer.from([0x28, 0x22]) }),
    ],
    1007,
  ],
  ['message over the limit', [text(Buffer.alloc(4097, 0x20))], 1009],
  ['announced length over the limit', [text('x', { length: 1_000_000 })], 1009],
  ['length of 2^53', [text('x', { length: 2n ** 53n })], 1009],
  ['length of 2^63', [text('x', { length: 2n ** 63n })], 1009],
  [
    'fragments that add up over the limit',
    [text(Buffer.alloc(4000, 0x20), { fin: false }), frame({ opcode: 0, payload: Buffer.alloc(200, 0x20) })],
    1009,
  ],
  [
    'one-byte fragments without end',
    [
      text(' ', { fin: false }),
      ...Array.from({ length: 400 }, () => frame({ opcode: 0, fin: false, payload: ' ' })),
    ],
    1008,
  ],
  ['text that is no JSON', [text('{"type":')], 4000],
  ['empty text', [text('')], 4000],
  ['JSON that is no object', [text('[1]')], 4000],
  ['JSON null', [text('null')], 4000],
  ['an object without a type', [text('{"id":1}')], 4000],
  ['a type that is no text', [text('{"type":5}')], 4000],
  ['JSON nested too deep for a topic', [text(`{"type":${'['.repeat(1000)}${']'.repeat(1000)}}`)], 4000],
  ['binary of an unknown type', [frame({ opcode: 2, payload: Buffer.from([99, 1, 2]) })], 4000],
  ['empty binary', [frame({ opcode: 2 })], 4000],
  ['a position frame sent by a client', [frame({ opcode: 2, payload: Buffer.from([1, 0, 0]) })], 4000],
  ['a flood of messages', Array.from({ length: 150 }, () => text(ping)), 4029],
];

/** Name, what is sent, and what must come back on a socket that stays open. */
const ANSWERS: [string, Buffer[], (client: RawClient) => unknown][] = [
  ['a ping message', [text(ping)], (client) => client.texts().find((one) => one.type === 'pong')],
  [
    'a length in 16 bits that needs 7',
    [text(ping, { lengthBits: 16 })],
    (client) => client.texts().find((one) => one.type === 'pong'),
  ],
  [
    'a length in 64 bits that needs 7',
    [text(ping, { lengthBits: 64 })],
    (client) => client.texts().find((one) => one.type === 'pong'),
  ],
  [
    'fragments with a ping between them',
    [
      text(ping.slice(0, 5), { fin: false }),
      frame({ opcode: 9, payload: 'mid' }),
      frame({ opcode: 0, payload: ping.slice(5) }),
    ],
    (client) =>
      client.frames.some((one) => one.opcode === 10 && one.payload.toString() === 'mid') &&
      client.texts().find((one) => one.type === 'pong'),
  ],
  [
    'an empty first fragment',
    [text('', { fin: false }), frame({ opcode: 0, payload: ping })],
    (client) => client.texts().find((one) => one.type === 'pong'),
  ],
  [
    'a ping of 125 bytes',
    [frame({ opcode: 9, payload: Buffer.alloc(125, 7) })],
    (client) => client.frames.some((one) => one.opcode === 10 && one.payload.length === 125),
  ],
  [
    'a pong that nobody asked for',
    [frame({ opcode: 10, payload: 'x' }), text(ping)],
    (client) => client.texts().find((one) => one.type === 'pong'),
  ],
  [
    'a binary message',
    [frame({ opcode: 2, payload: Buffer.from([2, 1, 2, 3]) })],
    (client) => client.texts().find((one) => one.type === 'accepted' && one['bytes'] === 3),
  ],
  [
    'an unknown type',
    [text('{"type":"dance","id":"a"}')],
    (client) => client.texts().find((one) => one['code'] === 'unknown_type' && one['id'] === 'a'),
  ],
  [
    'a subscription with a field too many',
    [text('{"type":"subscribe","topics":["feed"],"x":1}')],
    (client) => client.texts().find((one) => one['code'] === 'bad_message'),
  ],
  [
    'no topics',
    [text('{"type":"subscribe","topics":[]}')],
    (client) => client.texts().find((one) => one['code'] === 'bad_message'),
  ],
  [
    'a topic that no one offers',
    [text('{"type":"subscribe","topics":["nothing:1"]}')],
    (client) => client.texts().find((one) => JSON.stringify(one['refused'] ?? '').includes('unknown_topic')),
  ],
  [
    'too many subscriptions',
    [
      text(
        JSON.stringify({
          type: 'subscribe',
          topics: ['feed', ...Array.from({ length: 100 }, (_, n) => `feed:${n}`)],
        }),
      ),
    ],
    (client) =>
      client.texts().find((one) => one.type === 'subscribed' && (one['topics'] as unknown[]).length <= 5),
  ],
  [
    'bounds that are no box',
    [text('{"type":"viewport","bounds":[0,50,10,40]}')],
    (client) => client.texts().find((one) => one['code'] === 'bad_bounds' || one['code'] === 'forbidden'),
  ],
  [
    'bounds that are no numbers',
    [text('{"type":"viewport","bounds":[0,"a",10,40]}')],
    (client) => client.texts().find((one) => one['code'] === 'bad_message'),
  ],
];

async function open(): Promise<RawClient> {
  const client = new RawClient(hub.port);
  client.upgrade('/v1/live?ticket=ann');
  await client.until(() => client.frames.length > 0, 'hello');
  return client;
}

describe('frames from a plain TCP client', () => {
  test.each(CLOSES)('%s is closed with the right code', async (_, parts, code) => {
    const client = await open();
    client.send(...parts);
    expect(await client.until(() => client.closeCode, 'close')).toBe(code);
    client.socket.destroy();
  });

  test.each(ANSWERS)('%s is answered and the socket stays', async (_, parts, answer) => {
    const client = await open();
    client.send(...parts);
    expect(await client.until(() => answer(client), 'answer')).toBeTruthy();
    expect(client.closeCode).toBeNull();
    client.socket.destroy();
  });

  test('bytes one by one make the same message', async () => {
    const client = await open();
    client.socket.setNoDelay(true);
    for (const byte of text(ping)) {
      client.send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.until(() => client.texts().find((one) => one.type === 'pong'), 'pong');
    client.socket.destroy();
  });

  test('a half-open peer and one that vanishes in the middle of a frame leave nothing behind', async () => {
    const before = hub.hub.socketCount;
    const half = await open();
    half.socket.end();
    const cut = await open();
    cut.send(text(ping).subarray(0, 7));
    cut.socket.destroy();
    await expect.poll(() => hub.hub.socketCount, { timeout: 8_000 }).toBe(before);
    half.socket.destroy();
  });

  test.each([
    ['a key that is too short', ['Sec-WebSocket-Key: abc'], '400'],
    ['an old version', ['Sec-WebSocket-Version: 7'], '400'],
    ['a foreign origin', ['Origin: https://evil.example'], '403'],
    ['an origin that is no address', ['Origin: null'], '403'],
  ])('a handshake with %s is refused', async (_, headers, status) => {
    const client = new RawClient(hub.port);
    const names = headers.map((line) => line.split(':')[0]);
    const usual = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
    const lines = [...usual.filter((line) => !names.includes(line.split(':')[0])), ...headers];
    client.socket.write(
      `GET /v1/live?ticket=ann HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines.join('\r\n')}\r\n\r\n`,
    );
    await client.until(() => client.status !== '', 'answer');
    expect(client.status).toBe(status);
    client.socket.destroy();
  });

  test('after all of it the hub works as before', async () => {
    const client = await connect(hub, 'ann');
    client.send({ type: 'ping', id: 'still' });
    await client.message('pong');
    expect(hub.errors).toEqual([]);
    client.ws.close();
  });
});
