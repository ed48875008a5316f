import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../../platform/db/database.ts';
import type { TestServer } from '../../../roles/testing.ts';
import { sealEntries, securityEvents, signHead } from '../api.ts';

/** Writes so many entries, each in a transaction of its own, and chains and signs them. */
export async function fillTrail(server: TestServer, count: number): Promise<void> {
  const { ctx } = server;
  for (let index = 0; index < count; index++)
    await securityEvents(ctx.db.sql, ctx, [
      { kind: 'login', outcome: 'success', operation: 'test.login', detail: { index, word: randomUUID() } },
    ]);
  await sealEntries(ctx);
  await signHead(ctx);
}

/** Statements as the owner of the database would send them: with the triggers out of the way. */
export async function tamper(server: TestServer, ...statements: string[]): Promise<void> {
  const owner = openDatabase({
    target: server.database.url,
    poolSize: 1,
    statementTimeoutSeconds: 30,
    idleInTransactionTimeoutSeconds: 30,
    connectTimeoutSeconds: 5,
    applicationName: 'intruder',
  });
  try {
    const triggers = async (state: string) => {
      for (const table of ['entries', 'links', 'checkpoints'])
        await owner.sql.unsafe(`alter table audit.${table} ${state} trigger user`);
    };
    await triggers('disable');
    for (const statement of statements) await owner.sql.unsafe(statement);
    await triggers('enable');
  } finally {
    await owner.close();
  }
}
