import { accountsErrors } from './errors.ts';

/** One answer for every reason: what was used, what is too old, and what was guessed are not told apart. */
export const linkNotValid = () =>
  accountsErrors.link_not_valid('Ask for a new link; this one is used, too old, or not whole.');
