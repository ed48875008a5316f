import type { FastifyRequest } from 'fastify';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { tellFactorChange } from '../factor-changes.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import type { OidcProvider } from '../oidc-providers.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import {
  findOidcIdentity,
  insertOidcIdentity,
  useOidcIdentity,
  type OidcIdentityRow,
} from '../queries/oidc-identities.ts';
import { findLiveSession } from '../queries/sessions.ts';
import { findUser, findUserByMail, type User } from '../queries/users.ts';
import { rememberTokenOf } from '../remembered-device.ts';
import { originOf } from '../request-origin.ts';
import { decideSignIn, type ProviderClaims } from '../rules/oidc-decision.ts';
import { deviceOf } from '../session-answer.ts';
import { createUser } from './createUser.ts';
import { loginDecision, type LoginOutcome } from './loginDecision.ts';
import { personOf } from './startSession.ts';

export interface SignIn {
  provider: OidcProvider;
  claims: ProviderClaims;
  request: FastifyRequest;
}

/**
 * Logs in who is linked with this sign-in, or makes an account where the provider may do that.
 * @throws oidc_not_linked, oidc_mail_unverified
 */
export async function loginWithProvider(
  tx: Transaction,
  ctx: Context,
  signIn: SignIn,
): Promise<LoginOutcome> {
  const { provider, claims, request } = signIn;
  const identity = await findOidcIdentity(tx, provider.issuer, claims.subject);
  const decision = decideSignIn({
    linkedUserId: identity?.userId,
    mailIsTaken: claims.mail !== null && (await findUserByMail(tx, claims.mail)) !== undefined,
    signUp: provider.signUp,
    claims,
  });
  if (decision.kind === 'refused') throw refusal(decision.code, provider);
  const user =
    decision.kind === 'login' ? await findUser(tx, decision.userId) : await signUp(tx, ctx, signIn);
  if (!user || user.deactivatedAt) throw refusal('oidc_not_linked', provider);
  if (identity) await useOidcIdentity(tx, identity.id, ctx.clock.now());
  return loginDecision(tx, ctx, {
    user,
    device: deviceOf(request),
    transport: 'cookie',
    factors: ['oidc'],
    rememberToken: rememberTokenOf(request),
  });
}

function refusal(code: 'oidc_not_linked' | 'oidc_mail_unverified', { name }: OidcProvider) {
  return code === 'oidc_not_linked'
    ? factorErrors.oidc_not_linked(`Log in as before, then link ${name} in your account.`)
    : factorErrors.oidc_mail_unverified(`${name} has not verified your mail address.`);
}

async function signUp(tx: Transaction, ctx: Context, signIn: SignIn): Promise<User> {
  const { claims } = signIn;
  const mail = claims.mail!;
  const user = await createUser(tx, ctx, {
    mail,
    mailVerified: true,
    name: claims.name ?? mail,
    language: 'en',
    passwordHash: null,
    role: 'customer',
    by: 'oidc',
  });
  await addIdentity(tx, ctx, user, signIn);
  return user;
}

/**
 * Links a sign-in with the account from which it was begun.
 * @throws session_over, oidc_mail_unverified, oidc_identity_taken
 */
export async function linkProvider(
  tx: Transaction,
  ctx: Context,
  signIn: SignIn,
  by: { userId: string; sessionId: string },
): Promise<void> {
  const { provider, claims } = signIn;
  const session = await findLiveSession(tx, by.sessionId, ctx.clock.now());
  const user = session && (await findUser(tx, by.userId));
  if (!user || session.userId !== user.id)
    throw factorErrors.oidc_state_wrong('The login from which it was begun is over.');
  if (user.mailVerifiedAt === null)
    throw factorErrors.oidc_mail_unverified('Confirm the mail address of your account first.');
  if (claims.mail === null || !claims.mailVerified) throw refusal('oidc_mail_unverified', provider);
  const known = await findOidcIdentity(tx, provider.issuer, claims.subject);
  if (known?.userId === user.id) return;
  if (known) throw taken(provider);
  await addIdentity(tx, ctx, user, signIn);
}

const taken = ({ name }: OidcProvider) =>
  factorErrors.oidc_identity_taken(
    `This sign-in at ${name} is linked with another account. Unlink it there first.`,
  );

async function addIdentity(
  tx: Transaction,
  ctx: Context,
  user: User,
  { provider, claims, request }: SignIn,
): Promise<void> {
  await lockFactorState(tx, user.id);
  const row: Omit<OidcIdentityRow, 'lastUsedAt'> = {
    id: newId(ctx),
    userId: user.id,
    issuer: provider.issuer,
    subject: claims.subject,
    providerId: provider.id,
    mail: claims.mail,
    createdAt: ctx.clock.now(),
  };
  if (!(await insertOidcIdentity(tx, row))) throw taken(provider);
  await tellFactorChange(tx, ctx, {
    userId: user.id,
    event: factorEvents.identityLinked,
    payload: { providerId: provider.id },
    actor: personOf(user.id, user.partyId),
    origin: originOf(request),
    mail: 'identityLinked',
  });
}
