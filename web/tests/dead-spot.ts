import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to the server that can be cut, as by a dead spot: what is under way is lost, nothing new gets through. */
export interface DeadSpot {
  address: string;
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

export async function startDeadSpot(target: string): Promise<DeadSpot> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let through = true;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server: Server = createServer((socket) => {
    keep(socket);
    if (!through) return void socket.destroy();
    const up = connect(Number(port), hostname);
    keep(up);
    socket.pipe(up).pipe(socket);
    up.on('close', () => socket.destroy());
    socket.on('close', () => up.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      through = false;
      drop();
    },
    mend() {
      through = true;
    },
    async stop() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
