import type { ResourceRef } from '../queries/resources.ts';

const key = ({ id, kind }: ResourceRef): string => `${id} ${kind}`;

/** Each resource once, in the one order in which everyone locks them: two that want the same never wait in a ring. */
export function lockOrder(resources: readonly ResourceRef[]): ResourceRef[] {
  const once = new Map(resources.map((resource) => [key(resource), resource]));
  return [...once.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
