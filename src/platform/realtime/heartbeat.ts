import type { Connection } from './connection.ts';
import type { Principal } from './contracts.ts';
import { CLOSE, type Limits } from './protocol.ts';
import { countClosedSlow } from './telemetry.ts';

const CLOSE_GRACE_MS = 2_000;

/** Pings what is silent, cuts what is dead, and drops what does not read. One pass a second over all sockets. */
export class Heartbeat<P extends Principal> {
  readonly #connections: ReadonlySet<Connection<P>>;
  readonly #limits: Limits;
  #lastPassMs = 0;
  closedSlow = 0;

  constructor(connections: ReadonlySet<Connection<P>>, limits: Limits) {
    this.#connections = connections;
    this.#limits = limits;
  }

  beat(nowMs: number): void {
    if (nowMs - this.#lastPassMs < 1_000) return;
    this.#lastPassMs = nowMs;
    for (const connection of this.#connections) this.#check(connection, nowMs);
  }

  #check(connection: Connection<P>, nowMs: number): void {
    const limits = this.#limits;
    if (connection.socket.writableLength > limits.queuedBytes) {
      if (connection.slowSinceMs === 0) connection.slowSinceMs = nowMs;
      const slowMs = nowMs - connection.slowSinceMs;
      if (slowMs > limits.slowSeconds * 1000 + CLOSE_GRACE_MS) {
        connection.ws.terminate();
      } else if (slowMs > limits.slowSeconds * 1000 && connection.open) {
        this.closedSlow++;
        countClosedSlow();
        connection.close(CLOSE.tooSlow);
      }
      return;
    }
    connection.slowSinceMs = 0;
    if (!connection.open) return;
    if (nowMs - connection.heardAtMs > limits.deadSeconds * 1000) {
      connection.close(CLOSE.silent);
      connection.ws.terminate();
    } else if (
      nowMs - Math.max(connection.pingedAtMs, connection.heardAtMs) >=
      limits.heartbeatSeconds * 1000
    ) {
      connection.pingedAtMs = nowMs;
      connection.ws.ping();
    }
  }
}
