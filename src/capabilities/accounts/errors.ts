import { defineErrors } from '../../platform/errors/problem.ts';

export const accountsErrors = defineErrors({
  login_refused: { status: 401, title: 'The mail address or the password is wrong' },
  session_over: { status: 401, title: 'The session is over; log in again' },
  link_not_valid: { status: 410, title: 'The link is used, too old, or never was' },
  password_too_weak: { status: 422, title: 'The password is too easy to guess' },
  password_wrong: { status: 422, title: 'The present password is wrong' },
  mail_taken: { status: 409, title: 'The mail address cannot be used' },
  invitation_over: { status: 409, title: 'The invitation was accepted, withdrawn, or is too old' },
  user_deactivated: { status: 409, title: 'The user is deactivated' },
});
