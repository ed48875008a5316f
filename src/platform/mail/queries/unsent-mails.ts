import type { Queryable } from '../../db/database.ts';

export interface UnsentMail {
  id: number;
  recipient: string;
  subject: string;
  plain: string;
  html: string;
  madeAt: Date;
}

export async function insertUnsentMail(sql: Queryable, mail: Omit<UnsentMail, 'id'>): Promise<void> {
  await sql`insert into platform.unsent_mails ${sql(mail as never)}`;
}

/** The newest first. */
export const listUnsentMails = (sql: Queryable, limit: number): Promise<UnsentMail[]> => sql<UnsentMail[]>`
  select id, recipient, subject, plain, html, made_at from platform.unsent_mails
  order by id desc limit ${limit}`;

/** Keeps the newest ones. */
export const dropOldUnsentMails = (sql: Queryable, keep: number) => sql`
  delete from platform.unsent_mails
  where id <= (select id from platform.unsent_mails order by id desc offset ${keep} limit 1)`;
