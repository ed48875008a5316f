import { isIPv6 } from 'node:net';
import type { Actor } from '../auth/actor.ts';

/**
 * Who is counted: a user or key wherever it comes from, without a login the address. Of IPv6 the first 64 bits: a
 * single line has that many, and could come from another one each time.
 */
export function subjectOf(actor: Actor, address: string): string {
  if (actor.kind === 'guest') return `address:${addressGroup(address)}`;
  return `${actor.kind === 'key' ? 'key' : 'user'}:${actor.id}`;
}

/** `203.0.113.7`, or `2001:db8:1:2::/64`. */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1] as string;
  const bare = address.split('%')[0] as string;
  if (!isIPv6(bare)) return address;
  const [front = '', back] = bare.split('::');
  const before = front === '' ? [] : front.split(':');
  const behind = back === undefined || back === '' ? [] : back.split(':');
  const filled =
    back === undefined ? before : [...before, ...zeros(8 - before.length - behind.length), ...behind];
  const network = filled.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

const zeros = (count: number): string[] => Array.from({ length: Math.max(0, count) }, () => '0');
