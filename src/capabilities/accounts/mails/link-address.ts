import type { Context } from '../../../platform/context.ts';

/** Pages of the web app that take a token. */
export type LinkPage = 'verify' | 'reset' | 'mail-change' | 'invitation' | 'setup';

/** The token stands behind `#`: browsers do not send that part, so it reaches no log and no other site. */
export const linkAddress = ({ address }: Pick<Context, 'address'>, page: LinkPage, token: string): string =>
  `${address.url()}/app/${page}#token=${token}`;
