/** So many requests in so much time, counted under one name. */
export interface Quota {
  /** Shown in the RateLimit headers; what bears the same name is counted together. */
  name: string;
  /** Requests that pass in any window of this length. */
  limit: number;
  windowSeconds: number;
}

/**
 * What a route declares when the general limits would not fit it. It replaces them: requests to it are counted under
 * its own name, for reads and writes alike.
 */
export interface RouteLimit {
  /** Routes that give the same name share one count. */
  name: string;
  windowSeconds: number;
  /** Without a login, for each address. */
  guest: number;
  /** For each user or key. */
  user: number;
  /** For keys of the premium tier; default: five times `user`. */
  premium?: number;
}

/** `none`: not counted at all, for supervisors and load balancers. */
export type RouteLimitChoice = RouteLimit | 'none';
