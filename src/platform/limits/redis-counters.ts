import type { Cluster, Redis } from 'ioredis';
import { type Counters, largestShares, type Taken, type Usage } from './counters.ts';
import type { Quota } from './quota.ts';
import { takeScript } from './redis-script.ts';
import { SLICES, sliceMsOf } from './sliding-count.ts';

const PREFIX = 'caravan:limit:';
/** A refusal is answered again without a question for this long; so long may a lifted one stay refused elsewhere. */
const REMEMBER_REFUSAL_MS = 1_000;
const MAX_REMEMBERED = 20_000;
/** Keys that are looked at for the list of the most used. */
const MAX_LISTED_KEYS = 10_000;

type Scripted = (Redis | Cluster) & {
  caravanTake(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<number[]>;
};

export interface RedisCountersOptions {
  client: Redis | Cluster;
  /** All quotas of this program by name: what of them a subject has is found by these names. */
  quotas: ReadonlyMap<string, Quota>;
  elapsedMs: () => number;
}

/** Counts that all nodes share. Rejects when Redis does not answer. */
export function redisCounters({ client, quotas: known, elapsedMs }: RedisCountersOptions): Counters {
  client.defineCommand('caravanTake', { lua: takeScript });
  const scripted = client as Scripted;
  const refused = new Map<string, { taken: Taken; atMs: number }>();

  /** All keys of a subject lie on one node of a Cluster. */
  const keyOf = (subject: string, quota: string): string => `${PREFIX}{${subject}}:${quota}`;
  const questionOf = (subject: string, quotas: readonly Quota[]): string =>
    quotas.reduce((text, { name }) => `${text} ${name}`, subject);

  function remembered(question: string): Taken | undefined {
    const known = refused.get(question);
    if (known === undefined) return undefined;
    const ageMs = elapsedMs() - known.atMs;
    if (ageMs < REMEMBER_REFUSAL_MS && known.taken.states.every(({ backInMs }) => backInMs > ageMs)) {
      const states = known.taken.states.map(({ used, backInMs }) => ({ used, backInMs: backInMs - ageMs }));
      return { allowed: false, states };
    }
    refused.delete(question);
    return undefined;
  }

  return {
    async take(subject, quotas) {
      const question = questionOf(subject, quotas);
      const again = refused.size > 0 ? remembered(question) : undefined;
      if (again) return again;
      const answer = await scripted.caravanTake(
        quotas.length,
        ...quotas.map(({ name }) => keyOf(subject, name)),
        ...quotas.flatMap((quota) => [quota.limit, sliceMsOf(quota)]),
      );
      const states = quotas.map((_, index) => ({
        used: answer[1 + 2 * index] as number,
        backInMs: answer[2 + 2 * index] as number,
      }));
      const taken = { allowed: answer[0] === 1, states };
      if (!taken.allowed) {
        if (refused.size >= MAX_REMEMBERED) refused.clear();
        refused.set(question, { taken, atMs: elapsedMs() });
      }
      return taken;
    },
    async usage(count) {
      const nodes = client.isCluster ? (client as Cluster).nodes('master') : [client as Redis];
      const lists = await Promise.all(nodes.map((node) => usageOn(node, known)));
      return largestShares(lists.flat(), count);
    },
    async lift(subject) {
      for (const question of refused.keys()) if (question.startsWith(`${subject} `)) refused.delete(question);
      return (await client.del([...known.keys()].map((name) => keyOf(subject, name)))) > 0;
    },
  };
}

async function usageOn(node: Redis, known: ReadonlyMap<string, Quota>): Promise<Usage[]> {
  const keys: string[] = [];
  let cursor = '0';
  do {
    const [next, found] = await node.scan(cursor, 'MATCH', `${PREFIX}*`, 'COUNT', 1000);
    keys.push(...found);
    cursor = next;
  } while (cursor !== '0' && keys.length < MAX_LISTED_KEYS);
  const [seconds, micros] = await node.time();
  const nowMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  const hashes = await Promise.all(keys.map((key) => node.hgetall(key)));
  return keys.flatMap((key, index) => {
    const [, subject = '', name = ''] = /^caravan:limit:\{(.*)\}:(.*)$/.exec(key) ?? [];
    const quota = known.get(name);
    return quota === undefined ? [] : usageOf(subject, quota, hashes[index] ?? {}, nowMs);
  });
}

function usageOf(subject: string, quota: Quota, hash: Record<string, string>, nowMs: number): Usage[] {
  const sliceMs = sliceMsOf(quota);
  const oldest = Math.floor(nowMs / sliceMs) - SLICES;
  const counts = Object.entries(hash)
    .map(([slice, count]) => ({ slice: Number(slice), count: Number(count) }))
    .filter(({ slice }) => slice >= oldest)
    .sort((a, b) => a.slice - b.slice);
  const used = counts.reduce((sum, { count }) => sum + count, 0);
  if (used === 0) return [];
  let left = used;
  const leaves = counts.find(({ count }) => (left -= count) < Math.min(quota.limit, used));
  const backInMs = Math.max(0, ((leaves?.slice ?? oldest + SLICES) + SLICES + 1) * sliceMs - nowMs);
  return [{ subject, quota: quota.name, used, limit: quota.limit, backInMs }];
}
