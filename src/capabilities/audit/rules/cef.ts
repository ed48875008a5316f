import { isIPv4, isIPv6 } from 'node:net';
import type { Entry } from '../queries/entries.ts';

/** 0 to 10, as the format has it. */
const severities: Record<string, number> = { success: 3, failure: 6, denied: 7 };
const graver: Record<string, number> = { right: 2, key: 2, secret: 2, factor: 1 };

/**
 * A security event in ArcSight's Common Event Format, version 0: one line of printable characters, fit for syslog.
 * @param version of the program
 */
export function cefLine(entry: Entry, version: string): string {
  const { id, kind, outcome, operation, actorId, actorKind, address, requestId, entity, entityId } = entry;
  const severity = Math.min(10, (severities[outcome] ?? 5) + (graver[kind] ?? 0));
  const header = ['Caravan', 'Caravan', version, `${kind}.${outcome}`, `${kind} ${outcome}: ${operation}`]
    .map(headerText)
    .join('|');
  const extension: [string, string | null][] = [
    ['rt', String(entry.occurredAt.getTime())],
    ['externalId', id],
    ['cat', kind],
    ['act', operation],
    ['outcome', outcome],
    ['suid', actorId],
    ['suser', actorKind],
    ...source(address),
    ['cs1Label', requestId && 'requestId'],
    ['cs1', requestId],
    ['cs2Label', entityId && 'subject'],
    ['cs2', entityId && `${entity ?? ''}:${entityId}`],
    ['msg', Object.keys(entry.detail).length > 0 ? JSON.stringify(entry.detail) : null],
  ];
  const pairs = extension.flatMap(([name, value]) => (value === null ? [] : [`${name}=${fieldText(value)}`]));
  return `CEF:0|${header}|${severity}|${pairs.join(' ')}`;
}

function source(address: string | null): [string, string][] {
  if (address === null) return [];
  if (isIPv4(address)) return [['src', address]];
  if (isIPv6(address))
    return [
      ['c6a2Label', 'Source IPv6 Address'],
      ['c6a2', address],
    ];
  return [['shost', address]];
}

/** Nothing may end the line or the field: a syslog receiver would read what follows as a message of its own. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

const headerText = (text: string): string => oneLine(text).replace(/[\\|]/g, '\\$&');

const fieldText = (text: string): string =>
  oneLine(text.replace(/[\\=]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n'));
