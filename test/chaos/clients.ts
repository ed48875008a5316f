import { randomUUID } from 'node:crypto';
import { withinMs } from './patience.ts';

/** What a client wanted, and what it was told. */
export interface Intent {
  reference: string;
  /** Of the delivery, once an answer named it. */
  id: string | undefined;
  cancelAcknowledged: boolean;
  noteAcknowledged: string | undefined;
}

export interface Load {
  intents: readonly Intent[];
  /** Acknowledged writes: orders, notes, cancellations. */
  acknowledged(): number;
  /** Requests that failed and were sent again. */
  repeated(): number;
  /** Answers that no client should get, such as a 500. */
  wrong: readonly string[];
  /** Resolves with the milliseconds until a write that began after this call is acknowledged. */
  nextAcknowledgement(): Promise<number>;
  /** Ends when every intent has its answer. */
  finish(): Promise<void>;
}

const requestPatienceMs = 10_000;
const pauseMs = 20;
const wrongAtMost = 1_000;
/** A service that has not come back by then does not come back: the check ends and says what it saw. */
const backPatienceMs = 120_000;

/** Clients that order, note and cancel, and send the same request with the same key until they are told how it went. */
export function startLoad(baseUrl: string, token: string, clients: number): Load {
  const intents: Intent[] = [];
  const wrong: string[] = [];
  const waiting: { sinceMs: number; tell(ms: number): void }[] = [];
  let [acknowledged, repeated, stopping] = [0, 0, false];
  /** What came back last, for whoever waits in vain. */
  let last = 'nothing yet';

  async function insist(method: string, path: string, body: object): Promise<{ status: number; json: any }> {
    const key = randomUUID();
    const begunMs = performance.now();
    for (;;) {
      const answer = await once(method, path, body, key);
      if (answer && answer.status < 500 && answer.json.code !== 'request_in_flight') {
        if (answer.status < 300) told(begunMs);
        return answer;
      }
      if (answer && answer.status >= 500 && answer.status !== 503)
        wrong.push(`${answer.status} ${method} ${path} ${JSON.stringify(answer.json)}`);
      repeated++;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  async function once(
    method: string,
    path: string,
    body: object,
    key: string,
  ): Promise<{ status: number; json: any } | undefined> {
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(requestPatienceMs),
      });
      const json: any = await response.json();
      last = `${response.status} ${json.code ?? ''} to ${method} ${path}`;
      return { status: response.status, json };
    } catch (error) {
      const { message, cause } = error as Error;
      last = `${message} (${cause instanceof Error ? cause.message : 'no cause'}) to ${method} ${path}`;
      return undefined;
    }
  }

  function told(begunMs: number): void {
    acknowledged++;
    const nowMs = performance.now();
    for (const one of waiting.splice(0))
      if (one.sinceMs <= begunMs) one.tell(nowMs - one.sinceMs);
      else waiting.push(one);
  }

  async function client(number: number): Promise<void> {
    for (let turn = 0; !stopping; turn++) {
      const reference = `chaos-${number}-${turn}`;
      const intent: Intent = {
        reference,
        id: undefined,
        cancelAcknowledged: false,
        noteAcknowledged: undefined,
      };
      intents.push(intent);
      const stops = { pickup: { lat: 47.14, lng: 9.52 }, dropoff: { lat: 47.15, lng: 9.53 } };
      // A client that is refused at once must not spin.
      if (wrong.length > wrongAtMost) return;
      const made = await insist('POST', '/v1/deliveries', { ...stops, reference });
      if (made.status !== 201) {
        wrong.push(`${made.status} for ${reference}: ${JSON.stringify(made.json)}`);
        continue;
      }
      intent.id = made.json.id as string;
      if (turn % 3 === 1) {
        const note = `note ${turn}`;
        const noted = await insist('PATCH', `/v1/deliveries/${intent.id}`, { notes: note });
        if (noted.status === 200) intent.noteAcknowledged = note;
        else wrong.push(`${noted.status} for a note on ${reference}: ${JSON.stringify(noted.json)}`);
      }
      if (turn % 3 === 2) {
        const cancelled = await insist('POST', `/v1/deliveries/${intent.id}/actions/cancel`, {});
        if (cancelled.status === 200) intent.cancelAcknowledged = true;
        else wrong.push(`${cancelled.status} for cancelling ${reference}: ${JSON.stringify(cancelled.json)}`);
      }
    }
  }
  const running = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));

  return {
    intents,
    wrong,
    acknowledged: () => acknowledged,
    repeated: () => repeated,
    nextAcknowledgement: () =>
      withinMs(
        backPatienceMs,
        new Promise((tell) => void waiting.push({ sinceMs: performance.now(), tell })),
        () => `No write was acknowledged for ${backPatienceMs / 1000} s; the last answer: ${last}`,
      ),
    async finish() {
      stopping = true;
      await withinMs(
        backPatienceMs,
        running,
        () => `Some intents have no answer after ${backPatienceMs / 1000} s; the last one: ${last}`,
      );
    },
  };
}
