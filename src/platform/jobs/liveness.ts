import type { Context } from '../context.ts';
import type { Dedicated } from '../db/database.ts';
import { jobsConfig } from './jobs-config.ts';

/** The first half of the advisory lock that a worker holds for as long as its database session lives. */
const lockClass = 0x6a6f6273;

export interface Liveness {
  stop(): Promise<void>;
}

/**
 * Keeps this worker known as alive, and takes the jobs of dead ones away from them. Two signs tell a death: the
 * worker's session is gone (killed: seen at the next beat), or its heartbeat is too old (stopped, hung, cut off).
 */
export async function startLiveness(ctx: Context, workerId: string): Promise<Liveness> {
  const { heartbeatSeconds } = ctx.config.get(jobsConfig);
  let session: Dedicated | undefined;

  async function beat(): Promise<void> {
    if (session?.lost()) session = undefined;
    if (!session) {
      session = await ctx.db.dedicated();
      await session.sql`select pg_advisory_lock_shared(${lockClass}, hashtext(${workerId}))`;
    }
    await session.sql`
      insert into platform.workers (id) values (${workerId})
      on conflict (id) do update set heartbeat_at = clock_timestamp()`;
    const freed = await releaseDeadWorkers(ctx, workerId);
    if (freed.length > 0) ctx.log.warn({ jobs: freed }, 'Took jobs away from dead workers');
  }

  async function beatSafely(): Promise<void> {
    try {
      await beat();
    } catch (error) {
      ctx.log.warn({ err: error }, 'The worker could not give a sign of life');
    }
  }

  await beatSafely();
  let running: Promise<void> = Promise.resolve();
  let beating = false;
  const timer = setInterval(() => {
    if (beating) return;
    beating = true;
    running = beatSafely().finally(() => {
      beating = false;
    });
  }, heartbeatSeconds * 1000);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await ctx.db.sql`delete from platform.workers where id = ${workerId}`.catch(() => {});
      await session?.release();
    },
  };
}

/**
 * Gives the jobs of workers that count as dead to the others.
 * @returns ids of the jobs
 */
export async function releaseDeadWorkers(
  { db, config }: Pick<Context, 'db' | 'config'>,
  workerId: string,
): Promise<string[]> {
  const { heartbeatSeconds, deadAfterSeconds } = config.get(jobsConfig);
  await db.sql`
    delete from platform.workers w
    where w.id <> ${workerId}
      and (w.heartbeat_at < clock_timestamp() - make_interval(secs => ${deadAfterSeconds})
        or (w.heartbeat_at < clock_timestamp() - make_interval(secs => ${heartbeatSeconds * 2})
          and not exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = ${lockClass}
            and l.database = (select oid from pg_database where datname = current_database())
            and l.objid = (hashtext(w.id)::bigint & 4294967295)::oid)))`;
  // A job that its stopped worker is just completing stays locked until the server ends that session; the others
  // must not wait for it.
  const rows = await db.sql<{ id: string }[]>`
    with orphans as (
      select j.id from graphile_worker._private_jobs j
      where j.locked_by is not null
        and not exists (select from platform.workers w where w.id = j.locked_by)
        and (j.locked_at < clock_timestamp() - make_interval(secs => ${heartbeatSeconds * 2}))
      for update skip locked
    )
    update graphile_worker._private_jobs j set locked_by = null, locked_at = null
    from orphans where orphans.id = j.id returning j.id`;
  return rows.map(({ id }) => String(id));
}
