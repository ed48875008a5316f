import postgres from 'postgres';

/** What the global setup hands to each test file. */
export interface TestServer {
  /** A database of the server whose role may create others. */
  url: string;
  /** Prefix of all databases of this run. */
  prefix: string;
  /** A database with all migrations applied, to be copied. */
  template: string;
  /** Why there is no such template: a migration or a module does not load. */
  templateProblem: string;
}

export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Statements on the server outside of any test database. */
export async function onTestServer<T>(url: string, work: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
