import type { Config } from '../config/config.ts';
import { httpConfig } from './http-config.ts';

/** Where people reach this deployment; what links in mails and invitations begin with. */
export interface PublicAddress {
  /**
   * Without a slash at the end.
   * @throws Error before the server listens, when the system is to choose the port
   */
  url(): string;
  /** Told by the server once it has its port. */
  listensOn(port: number): void;
}

export function publicAddress(config: Config): PublicAddress {
  const { publicUrl, port: wanted } = config.get(httpConfig);
  let port = wanted;
  return {
    url() {
      if (publicUrl) return publicUrl.replace(/\/$/, '');
      if (port === 0)
        throw new Error('No port yet: nothing listens in this process. Set CARAVAN_PUBLIC_URL.');
      return `http://localhost:${port}`;
    },
    listensOn(given) {
      port = given;
    },
  };
}
