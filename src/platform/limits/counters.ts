import type { Quota } from './quota.ts';

/** How one quota of a subject stands after a request was counted or refused. */
export interface QuotaState {
  used: number;
  /** Time until some of it comes back; for a refused one, until the next request can pass. */
  backInMs: number;
}

export interface Taken {
  allowed: boolean;
  /** In the order of the quotas that were asked for. */
  states: QuotaState[];
}

/** A subject and how much of one quota it has used. */
export interface Usage {
  subject: string;
  quota: string;
  used: number;
  limit: number;
  backInMs: number;
}

/**
 * Counts requests. All quotas are taken or none: a request that one of them refuses costs nothing of the others.
 */
export interface Counters {
  take(subject: string, quotas: readonly Quota[]): Taken | Promise<Taken>;
  /** The largest shares first. */
  usage(count: number): Promise<Usage[]>;
  /** Forgets everything of a subject; false when there was nothing. */
  lift(subject: string): Promise<boolean>;
}

export const largestShares = (all: Usage[], count: number): Usage[] =>
  all.sort((a, b) => b.used / b.limit - a.used / a.limit || (a.subject < b.subject ? -1 : 1)).slice(0, count);
