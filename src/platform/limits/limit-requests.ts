import type { FastifyReply, FastifyRequest } from 'fastify';
import { guest, type Actor } from '../auth/actor.ts';
import type { Context } from '../context.ts';
import { platformErrors } from '../errors/platform-errors.ts';
import type { Problem } from '../errors/problem.ts';
import type { RequestHooks } from '../http/handle.ts';
import type { Route } from '../http/route.ts';
import { limitedTotal } from '../telemetry/metrics.ts';
import type { QuotaState, Taken } from './counters.ts';
import { addressesIn, THIS_MACHINE } from './exempt.ts';
import { limitsConfig } from './limits-config.ts';
import { openLimits } from './limits.ts';
import { oncePerMinute } from './once-per-minute.ts';
import { callerOf, limitPolicies, type Policy } from './policy.ts';
import { subjectOf } from './subject.ts';

/** Something that somebody was not let do; for the stream of security events. */
export interface Refusal {
  kind: 'limit' | 'denial';
  operation: string;
  actor: Actor;
  address: string;
  requestId: string;
  /** `user:…`, `key:…` or `address:…`. */
  subject: string;
  detail: Record<string, unknown>;
}

export interface LimitRequestsOptions {
  routes: readonly Route[];
  /** This machine's own addresses are not limited. */
  exemptThisMachine: boolean;
  /** Told at most once a minute for each subject and kind. */
  onRefusal(refusal: Refusal): void;
  elapsedMs?: () => number;
}

export interface RequestLimits {
  hooks: RequestHooks;
  /** To be awaited before the first request. */
  ready(): Promise<void>;
  close(): void;
}

/** Counts every request before its handler, tells the client how it stands, and refuses what is too much. */
export function limitRequests(
  ctx: Context,
  { routes, exemptThisMachine, onRefusal, elapsedMs }: LimitRequestsOptions,
): RequestLimits {
  const settings = ctx.config.get(limitsConfig);
  const mayTell = oncePerMinute(ctx.clock);
  const tell = (refusal: Refusal): void => {
    if (mayTell(`${refusal.kind} ${refusal.subject}`)) onRefusal(refusal);
  };
  const refusalOf = (request: FastifyRequest, route: Route, actor: Actor) => ({
    operation: route.operation,
    actor,
    address: request.ip,
    requestId: request.id,
    subject: subjectOf(actor, request.ip),
  });
  const denied = ({ request, route, actor, problem }: RequestCall & { problem: Problem }): void => {
    const { code, extras } = problem;
    tell({ ...refusalOf(request, route, actor), kind: 'denial', detail: { code, ...extras.members } });
  };
  if (!settings.enabled) return { hooks: { denied }, ready: async () => undefined, close: () => undefined };

  const policies = limitPolicies(settings, routes);
  const isExempt = addressesIn([...settings.exempt, ...(exemptThisMachine ? THIS_MACHINE : [])]);
  const limits = openLimits(ctx, { policies, ...(elapsedMs && { elapsedMs }) });

  function answer(call: RequestCall, policy: Policy, taken: Taken): void {
    call.reply.headers({
      'ratelimit-policy': policy.header,
      ratelimit: standing(policy, taken.states),
    });
    if (taken.allowed) return;
    const over = policy.quotas.filter((quota, index) => taken.states[index]!.used >= quota.limit);
    const backInSeconds = Math.max(
      1,
      ...over.map((quota) => seconds(taken.states[policy.quotas.indexOf(quota)] as QuotaState)),
    );
    const violatedPolicies = over.map(({ name }) => name);
    for (const quota of violatedPolicies) limitedTotal.inc({ quota });
    tell({
      ...refusalOf(call.request, call.route, call.actor),
      kind: 'limit',
      detail: { violatedPolicies, backInSeconds },
    });
    throw platformErrors.too_many_requests(`Come back in ${inWords(backInSeconds)}.`, {
      headers: { 'retry-after': String(backInSeconds) },
      members: { retryAfterSeconds: backInSeconds, violatedPolicies },
    });
  }

  function count(call: RequestCall, policy: Policy): void | Promise<void> {
    if (isExempt(call.request.ip)) return;
    const taken = limits.take(subjectOf(call.actor, call.request.ip), policy.quotas);
    if (taken instanceof Promise) return taken.then((result) => answer(call, policy, result));
    answer(call, policy, taken);
  }

  return {
    hooks: {
      beforeHandler(call) {
        const policy = policies.of(call.route)?.[callerOf(call.actor)];
        if (policy === undefined || call.actor.kind === 'system') return;
        return count(call, policy);
      },
      denied(call) {
        denied(call);
        // A wrong token costs like a request without one: else tokens could be guessed for nothing.
        if (call.actor.kind === 'guest') return count({ ...call, actor: guest }, policies.guest);
      },
    },
    ready: limits.ready,
    close: limits.close,
  };
}

interface RequestCall {
  request: FastifyRequest;
  reply: FastifyReply;
  actor: Actor;
  route: Route;
}

const seconds = ({ backInMs }: QuotaState): number => Math.ceil(backInMs / 1000);

/** The RateLimit header: what is left, and the seconds until some comes back. */
function standing({ quotas }: Policy, states: readonly QuotaState[]): string {
  let text = '';
  for (let index = 0; index < quotas.length; index++) {
    const { name, limit } = quotas[index]!;
    const state = states[index]!;
    text += `${index === 0 ? '' : ', '}"${name}";r=${Math.max(0, limit - state.used)};t=${seconds(state)}`;
  }
  return text;
}

const inWords = (secondsLeft: number): string =>
  secondsLeft < 90 ? `${secondsLeft} seconds` : `${Math.ceil(secondsLeft / 60)} minutes`;
