import { WebSocket } from 'ws';
import { inputOf, serve } from './processes.ts';
import type { Side } from './viewers.ts';

/** The load generator of `idle`: sockets that are open and say nothing but what keeps them open. */
const { side, port, sockets: wanted } = inputOf<{ side: Side; port: number; sockets: number }>();
const path = { caravan: '/v1/live?ticket=', 'socket.io': '/socket.io/?EIO=4&transport=websocket', ws: '/' };
const state = { open: 0, closed: 0 };
const OPENING_AT_ONCE = 100;

function open(index: number): Promise<void> {
  return new Promise((resolve) => {
    const ticket = side === 'caravan' ? String(index) : '';
    const ws = new WebSocket(`ws://127.0.0.1:${port}${path[side]}${ticket}`, { perMessageDeflate: false });
    ws.on('open', () => {
      state.open++;
      resolve();
    });
    ws.on('message', (data: Buffer) => {
      if (side !== 'socket.io') return;
      if (data[0] === 0x32) ws.send('3');
      else if (data[0] === 0x30) ws.send('40');
    });
    ws.on('close', () => {
      state.closed++;
      resolve();
    });
    ws.on('error', () => {});
  });
}

serve({}, async (question) => {
  if (question['open'] === true) {
    for (let start = 0; start < wanted; start += OPENING_AT_ONCE) {
      await Promise.all(
        Array.from({ length: Math.min(OPENING_AT_ONCE, wanted - start) }, (_, n) => open(start + n)),
      );
    }
  } else {
    await new Promise((resolve) => setTimeout(resolve, Number(question['waitMillis'])));
  }
  return state;
});
