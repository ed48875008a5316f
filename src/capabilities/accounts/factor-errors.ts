import { defineErrors } from '../../platform/errors/problem.ts';

export const factorErrors = defineErrors({
  challenge_over: { status: 401, title: 'This step was taken, took too long, or never was; start again' },
  factor_refused: { status: 401, title: 'The second factor was not accepted' },
  code_wrong: { status: 422, title: 'The code is wrong' },
  passkey_refused: { status: 422, title: 'The passkey was not accepted' },
  passkey_taken: { status: 409, title: 'The passkey is registered already' },
  too_many_factors: { status: 409, title: 'There are as many factors as there may be' },
  factor_required: { status: 409, title: 'This account must have a second factor' },
  recent_login_needed: { status: 403, title: 'The login is too long ago for this' },
  last_way_in: { status: 409, title: 'Without it nobody could get into this account' },
  oidc_connection_exists: { status: 409, title: 'There is a connection of this name' },
  oidc_state_wrong: { status: 400, title: 'This sign-in was not begun here, or is over' },
  oidc_refused: { status: 401, title: 'The answer of the provider was not accepted' },
  oidc_unreachable: { status: 503, title: 'The provider cannot be reached' },
  oidc_not_linked: { status: 403, title: 'No account is linked with this sign-in' },
  oidc_mail_unverified: { status: 403, title: 'The mail address is not verified' },
  oidc_identity_taken: { status: 409, title: 'This sign-in is linked with another account' },
});
