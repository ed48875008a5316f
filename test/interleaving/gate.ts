import type { EventEmitter } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { frameReader, shorten, statementNames } from './wire.ts';

/** How a statement is let through. */
export type Fate =
  | 'run'
  /** The link breaks and the server never sees the statement. */
  | 'cut before'
  /** The server carries it out, and the link breaks before the answer: was it done or not? */
  | 'cut after';

/** One connection of a task. */
export interface GatedConnection {
  /** The statement that waits for its turn. */
  held(): string | undefined;
  inFlight(): boolean;
  pid(): number;
  /** Resolves when the server has answered, or at once when it is never asked; not when it waits for a lock. */
  grant(fate: Fate): Promise<void>;
  /** Takes a `cut after` back, because the statement waits for somebody else. */
  spare(): void;
}

/**
 * A door between one task and the database: whatever the task sends stops here, statement by statement, until it is
 * let through. The program under test has its usual driver and knows nothing of it.
 */
export interface Gate {
  url: string;
  connections: ReadonlySet<GatedConnection>;
  /** Sessions that said good-bye; what they hold is free once they are gone. */
  leaving: Set<number>;
  close(): void;
}

/**
 * Login, the driver's look at the types, and messages that carry nothing out are no steps: a connection that prepared
 * its statements in an earlier play must not go another way than a fresh one.
 */
const noStep = /pg_catalog\.pg_type|^$/;

/** @param changed emits `change` whenever a connection holds, answers, opens or closes */
export async function openGate(target: string, changed: EventEmitter): Promise<Gate> {
  const address = new URL(target);
  const connections = new Set<GatedConnection>();
  const leaving = new Set<number>();
  const server = createServer((client) => {
    const upstream = connect(Number(address.port || 5432), address.hostname);
    const connection = gated(client, upstream, leaving, () => changed.emit('change'));
    connections.add(connection);
    client.once('close', () => {
      connections.delete(connection);
      changed.emit('change');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);
  return { url: url.href, connections, leaving, close: () => void server.close() };
}

/** What the client sends up to the point where it waits. */
interface Unit {
  sql: string;
  bytes: Buffer;
  /** Whether it waits for its turn; the driver's own questions do not. */
  isStep: boolean;
  /** Whether the server ends its answer with ReadyForQuery. */
  isAnswered: boolean;
}

function gated(client: Socket, upstream: Socket, leaving: Set<number>, changed: () => void): GatedConnection {
  const queue: Unit[] = [];
  let building: Buffer[] = [];
  let buildingSql = '';
  let executes = false;
  let loggedIn = false;
  let answered: (() => void) | undefined;
  let swallow = false;
  let pid = 0;
  client.setNoDelay();
  upstream.setNoDelay();
  const end = () => {
    client.destroy();
    upstream.destroy();
    answered?.();
  };
  for (const socket of [client, upstream]) socket.on('error', end).on('close', end);

  const passSilent = () => {
    while (!answered && queue[0] && !queue[0].isStep) {
      const { bytes, isAnswered } = queue.shift()!;
      if (isAnswered) answered = () => {};
      upstream.write(bytes);
    }
  };

  const readClient = frameReader(true);
  const nameOf = statementNames();
  client.on('data', (chunk: Buffer) => {
    for (const frame of readClient(chunk)) {
      if (frame.type === 'X') leaving.add(pid);
      if (!loggedIn || frame.type === 'X') {
        upstream.write(frame.bytes);
        continue;
      }
      buildingSql = nameOf(frame) ?? buildingSql;
      building.push(frame.bytes);
      executes ||= frame.type === 'E' || frame.type === 'Q';
      if (frame.type !== 'S' && frame.type !== 'Q' && frame.type !== 'H') continue;
      const isAnswered = frame.type !== 'H';
      const sql = shorten(buildingSql);
      queue.push({ sql, bytes: Buffer.concat(building), isStep: executes && !noStep.test(sql), isAnswered });
      building = [];
      executes = false;
      if (isAnswered) buildingSql = '';
    }
    passSilent();
    changed();
  });

  const readServer = frameReader(false);
  upstream.on('data', (chunk: Buffer) => {
    let ready = false;
    for (const frame of readServer(chunk)) {
      if (frame.type === 'K') pid = frame.bytes.readInt32BE(5);
      if (frame.type === 'Z') ready = true;
    }
    if (swallow) {
      if (ready) end();
      return;
    }
    client.write(chunk);
    if (!ready) return;
    loggedIn = true;
    const tell = answered;
    answered = undefined;
    tell?.();
    passSilent();
    changed();
  });

  return {
    held: () => (answered ? undefined : queue[0]?.sql),
    inFlight: () => answered !== undefined,
    pid: () => pid,
    spare() {
      swallow = false;
    },
    grant(fate) {
      const unit = queue.shift()!;
      if (fate === 'cut before') {
        end();
        return Promise.resolve();
      }
      swallow = fate === 'cut after';
      const answer = new Promise<void>((resolve) => {
        answered = resolve;
      });
      upstream.write(unit.bytes);
      return answer;
    },
  };
}
