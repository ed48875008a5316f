import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { changesOf, requireVersion } from '../../../platform/http/if-match.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { securityEvent } from '../../audit/api.ts';
import { factorEvents } from '../factor-events.ts';
import { factorPolicy, factorPolicyPatch } from '../factor-schema.ts';
import { lockFactorPolicy, updateFactorPolicy } from '../queries/factor-policy.ts';
import { rolesByName } from '../queries/roles.ts';
import { originOf } from '../request-origin.ts';
import { defaultFactorPolicy, showPolicy } from '../rules/factor-policy.ts';

/** The one policy of the deployment, as the subject of its events. */
const policyId = '00000000-0000-7000-8000-0000000fac70';

export const changeFactorPolicy = defineRoute({
  operation: 'accounts.changeFactorPolicy',
  method: 'PATCH',
  path: '/v1/factor-policy',
  summary: 'Say who must have a second factor, and how long they may do without',
  description: 'It counts from the next login. The time of grace runs from the first login without a factor.',
  permission: 'factor-policy:write',
  body: factorPolicyPatch,
  response: factorPolicy,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, actor, body, ifVersion, request }) {
    const now = ctx.clock.now();
    const initial = { ...defaultFactorPolicy, requiredRoles: [...defaultFactorPolicy.requiredRoles] };
    const before = requireVersion(await lockFactorPolicy(tx, initial, now), ifVersion, 'policy');
    const changes = changesOf(before, body as Partial<typeof before>);
    if (Object.keys(changes).length === 0)
      return new Answer(showPolicy(before), { etag: versionTag(before.version) });
    const known = (await rolesByName(tx, before.requiredRoles.concat(body.requiredRoles ?? []))).map(
      ({ name }) => name,
    );
    const unknown = (body.requiredRoles ?? []).filter((name) => !known.includes(name));
    if (unknown.length > 0)
      throw platformErrors.invalid_request(`There is no role ${unknown.join(', ')}.`, {
        errors: [{ field: 'requiredRoles', reason: `names no role: ${unknown.join(', ')}` }],
      });
    const after = { ...before, ...changes, version: before.version + 1 };
    await updateFactorPolicy(tx, after, now);
    const { requiredRoles, graceDays } = after;
    const subject = { entity: 'factorPolicy', id: policyId };
    const event = factorEvents.factorPolicyChanged;
    const payload = { requiredRoles, graceDays };
    const change = changeOf(before, changes);
    tx.withCommit(
      insertEvents(tx, [{ event, subject, sequence: after.version, actor, payload, change }], ctx),
    );
    const outcome = { kind: 'right', outcome: 'success', operation: event.name } as const;
    tx.withCommit(
      securityEvent(tx, ctx, { ...outcome, actor, subject, ...originOf(request), detail: payload }),
    );
    return new Answer(showPolicy(after), { etag: versionTag(after.version) });
  },
});
