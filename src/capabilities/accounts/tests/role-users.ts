import { randomBytes, randomUUID } from 'node:crypto';
import type { TestServer } from '../../../roles/testing.ts';

export interface TestUser {
  id: string;
  partyId: string;
  /** An access token of a session of theirs. */
  token: string;
  sessionId: string;
}

/** A user with roles who has logged in. */
export async function logIn(
  server: Pick<TestServer, 'database' | 'instance'>,
  roles: readonly string[],
  { companyIds = [], regionIds = [] }: { companyIds?: string[]; regionIds?: string[] } = {},
): Promise<TestUser> {
  const { sql } = server.database;
  const [id, partyId, sessionId] = [randomUUID(), randomUUID(), randomUUID()];
  await sql`
    insert into accounts.users (id, version, party_id, mail, name, created_at, updated_at)
    values (${id}, 1, ${partyId}, ${`${id}@example.org`}, ${roles.join(' ')}, now(), now())`;
  for (const role of roles)
    await sql`insert into accounts.user_roles (user_id, role) values (${id}, ${role})`;
  await sql`
    insert into accounts.reaches (user_id, version, company_ids, region_ids, updated_at)
    values (${id}, 1, ${companyIds}::uuid[], ${regionIds}::uuid[], now())`;
  await sql`
    insert into accounts.sessions (id, version, user_id, transport, factors, seed, created_at, last_used_at,
      idle_expires_at, expires_at)
    values (${sessionId}, 1, ${id}, 'body', '{password}', ${randomBytes(32)}, now(), now(),
      now() + interval '1 day', now() + interval '1 day')`;
  const { token } = await server.instance.tokens.issueAccess({ userId: id, sessionId });
  return { id, partyId, token, sessionId };
}
