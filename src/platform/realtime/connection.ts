import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Principal } from './contracts.ts';
import { frameText } from './frames.ts';
import type { CloseReason, ErrorCode, Limits, RequestId } from './protocol.ts';
import type { View, Viewer } from './views.ts';

export interface Subscription<P extends Principal> {
  readonly connection: Connection<P>;
  readonly topic: string;
  /** The last event that the socket was given, or where it began. */
  cursor: string;
  /** True while it gets events as they come; false while it reads them from the source. */
  live: boolean;
  readonly watch: readonly string[];
}

/** The state of one socket. It is kept small: ten thousand of them are idle most of the time. */
export class Connection<P extends Principal> implements Viewer {
  readonly ws: WebSocket;
  readonly socket: Socket;
  readonly limits: Limits;
  principal: P;
  readonly subscriptions = new Map<string, Subscription<P>>();
  readonly watched = new Set<string>();
  view: View | null = null;
  bounds: readonly [number, number, number, number] | null = null;
  stale = false;
  pending: Uint8Array[] = [];
  catchingUp = false;
  /** Grows with every recheck; an answer that was asked for before it is asked for again. */
  rightsVersion = 0;
  inFlight = 0;
  heardAtMs: number;
  pingedAtMs: number;
  slowSinceMs = 0;
  closed = false;
  #tokens: number;
  #tokensAtMs: number;

  constructor(ws: WebSocket, socket: Socket, principal: P, limits: Limits, nowMs: number) {
    this.ws = ws;
    this.socket = socket;
    this.principal = principal;
    this.limits = limits;
    this.heardAtMs = nowMs;
    this.pingedAtMs = nowMs;
    this.#tokens = limits.messageBurst;
    this.#tokensAtMs = nowMs;
  }

  get open(): boolean {
    return !this.closed && this.ws.readyState === 1;
  }

  ready(): boolean {
    return this.socket.writableLength <= this.limits.queuedBytes;
  }

  /** Writes a frame that may be shared with other sockets: straight to the TCP socket, without a copy. */
  writeFrame(frame: Buffer): void {
    if (!this.open) return;
    this.socket.write(frame);
    if (this.socket.writableLength > this.limits.queuedBytesHard) this.socket.destroy();
  }

  send(message: object): void {
    this.writeFrame(frameText(JSON.stringify(message)));
  }

  sendError(id: RequestId | undefined, code: ErrorCode, message: string): void {
    this.send({ type: 'error', id, code, message });
  }

  /** False when the socket has used up its messages. */
  takeToken(nowMs: number): boolean {
    const refill = ((nowMs - this.#tokensAtMs) / 1000) * this.limits.messagesPerSecond;
    this.#tokens = Math.min(this.limits.messageBurst, this.#tokens + refill);
    this.#tokensAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Says why and closes; a peer that does not answer is cut after a moment by the WebSocket library. */
  close(reason: CloseReason): void {
    if (this.open) this.ws.close(reason.code, reason.reason);
  }
}
