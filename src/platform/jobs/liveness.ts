import type { Context } from '../context.ts';
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
  const { heartbeatSeconds, deadAfterSeconds } = ctx.config.get(jobsConfig);
  let session: Awaited<ReturnType<typeof ctx.db.dedicated>> | undefined;

  async function beat(): Promise<void> {
    if (!session) {
      session = await ctx.db.dedicated();
      await session`select pg_advisory_lock_shared(${lockClass}, hashtext(${workerId}))`;
    }
    await session`
      insert into platform.workers (id) values (${workerId})
      on conflict (id) do update set heartbeat_at = clock_timestamp()`;
    const freed = await releaseDead(deadAfterSeconds);
    if (freed.length > 0) ctx.log.warn({ jobs: freed }, 'Took jobs away from dead workers');
  }

  async function releaseDead(silenceSeconds: number): Promise<string[]> {
    const rows = await ctx.db.sql<{ id: string }[]>`
      with dead as (
        delete from platform.workers w
        where w.id <> ${workerId}
          and (w.heartbeat_at < clock_timestamp() - make_interval(secs => ${silenceSeconds})
            or (w.heartbeat_at < clock_timestamp() - make_interval(secs => ${heartbeatSeconds * 2})
              and not exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = ${lockClass}
                and l.objid = (hashtext(w.id)::bigint & 4294967295)::oid)))
        returning w.id
      )
      update graphile_worker._private_jobs j set locked_by = null, locked_at = null
      where j.locked_by is not null
        and (j.locked_by in (select id from dead)
          or (j.locked_at < clock_timestamp() - make_interval(secs => ${silenceSeconds})
            and not exists (select from platform.workers w where w.id = j.locked_by)))
      returning j.id`;
    return rows.map(({ id }) => String(id));
  }

  async function beatSafely(): Promise<void> {
    try {
      await beat();
    } catch (error) {
      session = undefined;
      ctx.log.warn({ err: error }, 'The worker could not give a sign of life');
    }
  }

  await beatSafely();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(beatSafely);
  }, heartbeatSeconds * 1000);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await ctx.db.sql`delete from platform.workers where id = ${workerId}`.catch(() => {});
      if (session) {
        await session`select pg_advisory_unlock_all()`.catch(() => {});
        session.release();
      }
    },
  };
}
