import type { Context } from '../../../platform/context.ts';
import { httpConfig } from '../../../platform/http/http-config.ts';

/** Pages of the web app that take a token. */
export type LinkPage = 'verify' | 'reset' | 'mail-change' | 'invitation' | 'setup';

/** The token stands behind `#`: browsers do not send that part, so it reaches no log and no other site. */
export function linkAddress({ config }: Pick<Context, 'config'>, page: LinkPage, token: string): string {
  const { publicUrl, port } = config.get(httpConfig);
  const base = (publicUrl || `http://localhost:${port}`).replace(/\/$/, '');
  return `${base}/app/${page}#token=${token}`;
}
