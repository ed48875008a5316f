import type { z } from 'zod';
import type { Grants } from '../../../platform/auth/scopes.ts';
import type { Invitation } from '../queries/invitations.ts';
import type { Session } from '../queries/sessions.ts';
import type { UserWithRoles } from '../queries/users.ts';
import type { invitation, language, listedSession, me, user } from '../schema.ts';
import { browserWords } from './browser-words.ts';

/** Tries with an address that cannot be used, after which an invitation is over: it must not serve to look for accounts. */
const maxRefusedTries = 5;

export function stateOf(row: Invitation, now: Date): z.output<typeof invitation>['state'] {
  if (row.acceptedAt) return 'accepted';
  if (row.withdrawnAt || row.refusedTries >= maxRefusedTries) return 'withdrawn';
  return row.expiresAt <= now ? 'expired' : 'open';
}

export function showInvitation(row: Invitation, now: Date): z.output<typeof invitation> {
  const { id, version, role, mail, name, partyId, companyId } = row;
  return {
    id,
    version,
    state: stateOf(row, now),
    role,
    mail,
    name,
    partyId,
    companyId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

export const languageOf = (text: string): z.output<typeof language> =>
  (['de', 'es', 'fr'] as const).find((known) => known === text) ?? 'en';

export function showUser(row: UserWithRoles): z.output<typeof user> {
  const { id, version, name, mail, partyId, roles } = row;
  return {
    id,
    version,
    name,
    mail,
    mailVerified: row.mailVerifiedAt !== null,
    language: languageOf(row.language),
    partyId,
    roles,
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function showMe(row: UserWithRoles, grants: Grants): z.output<typeof me> {
  const { deactivatedAt: _, updatedAt: __, ...shown } = showUser(row);
  return { ...shown, permissions: Object.fromEntries(grants) };
}

export function showSession(row: Session, currentId: string | undefined): z.output<typeof listedSession> {
  const expiresAt = row.expiresAt < row.idleExpiresAt ? row.expiresAt : row.idleExpiresAt;
  return {
    id: row.id,
    deviceName: row.deviceName,
    browser: browserWords(row.userAgent),
    address: row.address,
    factors: row.factors,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    current: row.id === currentId,
  };
}
