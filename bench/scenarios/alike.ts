import { startBenchDatabase } from '../http/bench-database.ts';
import { median, percentile, round, type ScenarioOptions } from '../live/figures.ts';
import { startChild, type Child } from '../live/processes.ts';

export const name = 'alike';

interface Sample {
  known: boolean;
  milliseconds: number;
  /** Status, names of headers and body, without what differs in any two answers. */
  answer: string;
}

const password = 'seven quiet lanterns over Vaduz';
const ways = {
  login: (mail: string) => ['/v1/sessions', { mail, password, transport: 'body' }],
  'sign-up': (mail: string) => ['/v1/sign-ups', { mail, password, name: 'Somebody' }],
  reset: (mail: string) => ['/v1/password-resets', { mail }],
} satisfies Record<string, (mail: string) => [path: string, body: object]>;

/**
 * Whether login, sign-up and reset tell if somebody has an account: each request comes from another address of the net
 * and is about another mail address, known and unknown ones in random order, each after the work of the one before.
 */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const samples = quick ? 40 : 300;
  const database = await startBenchDatabase();
  try {
    const { target, url } = database;
    const server = await startChild<{ address: string }>(new URL('../servers/accounts.ts', import.meta.url), {
      target,
      url,
      people: samples,
    });
    for (const [way, requestOf] of Object.entries(ways)) {
      const taken = await sample(server, requestOf, samples);
      out({ scenario: name, way, ...compared(taken) });
    }
    await server.stop();
  } finally {
    await database.stop();
  }
}

let asked = 0;

async function sample(
  server: Child<{ address: string }>,
  requestOf: (mail: string) => [path: string, body: object],
  count: number,
): Promise<Sample[]> {
  const taken: Sample[] = [];
  for (let n = 0; n < 10; n++) await ask(server, requestOf(`warm-${asked}@example.org`));
  for (let n = 0; n < count; n++) {
    const knownFirst = Math.random() < 0.5;
    for (const known of [knownFirst, !knownFirst]) {
      const mail = known ? `known-${n}@example.org` : `other-${asked}@example.org`;
      taken.push({ known, ...(await ask(server, requestOf(mail))) });
      // The job of one request must not run into the time of the next.
      while ((await server.ask<{ jobs: number }>({})).jobs > 0)
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  return taken;
}

async function ask(
  { ready: { address } }: Child<{ address: string }>,
  [path, body]: [path: string, body: object],
): Promise<Omit<Sample, 'known'>> {
  const n = asked++;
  const started = performance.now();
  const response = await fetch(address + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  const { requestId: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const headers = [...response.headers.keys()].filter((header) => header !== 'connection');
  return { milliseconds, answer: JSON.stringify([response.status, headers, rest]) };
}

function compared(taken: readonly Sample[]) {
  const times = (known: boolean) =>
    taken.filter((one) => one.known === known).map(({ milliseconds }) => milliseconds);
  const [known, unknown] = [times(true), times(false)];
  const spreadOf = (values: readonly number[]) =>
    [percentile(values, 0.25), percentile(values, 0.75)].map((value) => round(value)).join(' to ');
  const difference = Math.abs(median(known) - median(unknown));
  return {
    samplesEach: known.length,
    differentAnswers: new Set(taken.map(({ answer }) => answer)).size,
    knownMedianMs: round(median(known)),
    knownMiddleHalfMs: spreadOf(known),
    unknownMedianMs: round(median(unknown)),
    unknownMiddleHalfMs: spreadOf(unknown),
    differenceMs: round(difference),
    chanceOfSuchByNoise: round(chanceOf(difference, known, unknown)),
  };
}

/** How often as large a difference comes about when the samples are told apart at random. */
function chanceOf(difference: number, known: readonly number[], unknown: readonly number[]): number {
  const all = [...known, ...unknown];
  const tries = 2000;
  let larger = 0;
  for (let n = 0; n < tries; n++) {
    for (let at = all.length - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1));
      [all[at], all[other]] = [all[other]!, all[at]!];
    }
    const [a, b] = [all.slice(0, known.length), all.slice(known.length)];
    if (Math.abs(median(a) - median(b)) >= difference) larger++;
  }
  return larger / tries;
}
