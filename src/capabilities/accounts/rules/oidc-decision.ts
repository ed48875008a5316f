/** What a provider said of somebody, already verified. */
export interface ProviderClaims {
  subject: string;
  mail: string | null;
  mailVerified: boolean;
  name: string | null;
}

export type SignInDecision =
  | { kind: 'login'; userId: string }
  | { kind: 'sign_up' }
  | { kind: 'refused'; code: 'oidc_not_linked' | 'oidc_mail_unverified' };

/**
 * Who a sign-in is. Only a link that its owner made decides: an equal mail address never does, because a provider may
 * say anything. With such an address the owner logs in first and links the provider then.
 */
export function decideSignIn({
  linkedUserId,
  mailIsTaken,
  signUp,
  claims,
}: {
  linkedUserId: string | undefined;
  mailIsTaken: boolean;
  signUp: boolean;
  claims: ProviderClaims;
}): SignInDecision {
  if (linkedUserId !== undefined) return { kind: 'login', userId: linkedUserId };
  if (claims.mail === null || !claims.mailVerified) return { kind: 'refused', code: 'oidc_mail_unverified' };
  if (mailIsTaken || !signUp) return { kind: 'refused', code: 'oidc_not_linked' };
  return { kind: 'sign_up' };
}
