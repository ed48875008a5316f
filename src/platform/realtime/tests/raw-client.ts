import { connect, type Socket } from 'node:net';

export interface ServerFrame {
  opcode: number;
  payload: Buffer;
}

/** How a frame is written on the wire, right or wrong. */
export interface FrameOptions {
  fin?: boolean;
  rsv?: number;
  opcode: number;
  masked?: boolean;
  payload?: Buffer | string;
  /** Announces another length than the payload has. */
  length?: number | bigint;
  /** Uses a longer form of the length than needed: 16 or 64 bits. */
  lengthBits?: 16 | 64;
}

const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);

export function frame(options: FrameOptions): Buffer {
  const payload = Buffer.from(options.payload ?? '');
  const length = BigInt(options.length ?? payload.length);
  const masked = options.masked ?? true;
  const head = Buffer.alloc(14);
  head[0] = ((options.fin ?? true) ? 0x80 : 0) | ((options.rsv ?? 0) << 4) | options.opcode;
  let at = 2;
  const maskBit = masked ? 0x80 : 0;
  if (options.lengthBits === 64 || length > 65_535n) {
    head[1] = maskBit | 127;
    head.writeBigUInt64BE(length, 2);
    at = 10;
  } else if (options.lengthBits === 16 || length > 125n) {
    head[1] = maskBit | 126;
    head.writeUInt16BE(Number(length), 2);
    at = 4;
  } else {
    head[1] = maskBit | Number(length);
  }
  if (!masked) return Buffer.concat([head.subarray(0, at), payload]);
  MASK.copy(head, at);
  const body = Buffer.from(payload.map((byte, index) => byte ^ (MASK[index % 4] as number)));
  return Buffer.concat([head.subarray(0, at + 4), body]);
}

export const text = (payload: Buffer | string, more: Partial<FrameOptions> = {}) =>
  frame({ opcode: 1, payload, ...more });

/** A WebSocket client that is nothing but TCP: it sends any bytes and reads frames as they come. */
export class RawClient {
  readonly socket: Socket;
  readonly frames: ServerFrame[] = [];
  status = '';
  ended = false;
  #bytes = Buffer.alloc(0);
  #upgraded = false;
  readonly #waiting = new Set<() => void>();

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (chunk) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#read();
      this.#check();
    });
    const ended = (): void => {
      this.ended = true;
      this.#check();
    };
    this.socket.on('end', ended);
    this.socket.on('close', ended);
    this.socket.on('error', ended);
  }

  upgrade(path: string, headers: readonly string[] = []): void {
    const lines = [
      `GET ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    ];
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  send(...parts: Buffer[]): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(parts));
  }

  /** Close code: 1005 for a close frame without one, 1006 for an end without a close frame. */
  get closeCode(): number | null {
    const close = this.frames.find((one) => one.opcode === 8);
    if (close !== undefined) return close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 1005;
    return this.ended ? 1006 : null;
  }

  texts(): { type: string; [name: string]: unknown }[] {
    return this.frames.filter((one) => one.opcode === 1).map((one) => JSON.parse(one.payload.toString()));
  }

  async until<T>(ask: () => T | null | undefined | false, what: string): Promise<T> {
    const now = ask();
    if (now) return now;
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(
            `${what} did not happen; closed ${this.closeCode}, frames ${JSON.stringify(this.frames)}`,
          ),
        );
      }, 5_000);
      const check = (): void => {
        const answer = ask();
        if (!answer) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(answer);
      };
      this.#waiting.add(check);
    });
  }

  #check(): void {
    for (const check of [...this.#waiting]) check();
  }

  #read(): void {
    if (!this.#upgraded) {
      const end = this.#bytes.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.status = this.#bytes.subarray(9, 12).toString();
      this.#bytes = this.#bytes.subarray(end + 4);
      this.#upgraded = this.status === '101';
      if (!this.#upgraded) return;
    }
    for (;;) {
      if (this.#bytes.length < 2) return;
      const short = (this.#bytes[1] as number) & 0x7f;
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (this.#bytes.length < head) return;
      const length =
        short === 127
          ? Number(this.#bytes.readBigUInt64BE(2))
          : short === 126
            ? this.#bytes.readUInt16BE(2)
            : short;
      if (this.#bytes.length < head + length) return;
      this.frames.push({
        opcode: (this.#bytes[0] as number) & 0x0f,
        payload: this.#bytes.subarray(head, head + length),
      });
      this.#bytes = this.#bytes.subarray(head + length);
    }
  }
}
