import { z } from 'zod';
import type { Context } from '../../../src/platform/context.ts';
import { addJob } from '../../../src/platform/jobs/enqueue.ts';
import { defineJob, type JobDefinition } from '../../../src/platform/jobs/job.ts';
import { releaseDeadWorkers } from '../../../src/platform/jobs/liveness.ts';
import { runJob, type TakenJob } from '../../../src/platform/jobs/run-job.ts';
import { insertEffect } from '../../../src/platform/testing/widgets/queries.ts';
import type { Prepare, Scenario } from '../scenario.ts';
import type { Seat, Stage } from '../stage.ts';
import { freshId } from './client.ts';

const payload = z.strictObject({ subject: z.string() });
const jobName = 'widgets.leaveMark';

const leaveMark = defineJob({
  name: jobName,
  meaning: 'Has one effect',
  payload,
  run: ({ payload: { subject }, finish }) =>
    finish((tx) => insertEffect(tx, 'job', subject)) as Promise<never>,
});

const effectOutside = defineJob({
  ...leaveMark,
  async run({ payload: { subject }, ctx }) {
    await ctx.db.transaction((tx) => insertEffect(tx, 'job', subject));
  },
});

type Run = (ctx: Context, job: JobDefinition<any>, taken: TakenJob) => Promise<void>;
const signal = new AbortController().signal;
const asIs: Run = (ctx, job, taken) => runJob(ctx, job, taken, signal);

/** Completes whatever job has that number, whoever holds it. */
const ownerNotChecked: Run = (ctx, _job, { id, payload: { subject } }: any) =>
  ctx.db.transaction(async (tx) => {
    await insertEffect(tx, 'job', subject);
    await tx`delete from graphile_worker._private_jobs where id = ${id}`;
  });

const count = async (stage: Stage, subject: string): Promise<{ effects: number; jobs: number }> => {
  const [row] = await stage.sql<{ effects: number; jobs: number }[]>`
    select (select count(*)::int from widgets.effects where subject = ${subject}) as effects,
      (select count(*)::int from graphile_worker._private_jobs where payload->>'subject' = ${subject}) as jobs`;
  return row!;
};

/** Each thinks that the other one is dead, takes its job away, and wakes up later to finish it all the same. */
const zombies =
  (job: JobDefinition<any>, run: Run): Prepare =>
  async (stage) => {
    const subject = freshId();
    const [row] = await stage.sql<{ id: string }[]>`
      select id from graphile_worker.add_job(${jobName}, json_build_object('subject', ${subject}::text), max_attempts => 10)`;
    const work = async ({ ctx, name }: Seat) => {
      await releaseDeadWorkers(ctx, name);
      const [taken] = await ctx.db.sql<{ attempts: number }[]>`
        update graphile_worker._private_jobs
        set locked_by = ${name}, locked_at = now() - interval '1 hour', attempts = attempts + 1
        where id = ${row!.id} and locked_by is null returning attempts`;
      if (taken)
        await run(ctx, job, { id: row!.id, attempts: taken.attempts, lockedBy: name, payload: { subject } });
    };
    return {
      tasks: [work, work, work],
      async check() {
        const { effects, jobs } = await count(stage, subject);
        await stage.sql`delete from graphile_worker._private_jobs where id = ${row!.id}`;
        if (effects > 1) return `${effects} effects of one job`;
        return effects + jobs === 1
          ? undefined
          : effects === 0
            ? 'the job is lost'
            : 'done, and to be done again';
      },
    };
  };

type Write = (ctx: Context, subject: string) => Promise<unknown>;
const enqueued =
  (write: Write): Prepare =>
  async (stage) => {
    const subjects = [freshId(), freshId()];
    // The first job of a name makes the name's row, and others wait for it: each play begins after that.
    await stage.sql`
      with made as (select id from graphile_worker.add_job(${jobName}, '{"subject": "first"}'))
      select graphile_worker.complete_jobs(array_agg(id)) from made`;
    return {
      tasks: subjects.map(
        (subject) =>
          ({ ctx }: Seat) =>
            write(ctx, subject),
      ),
      async check(outcomes) {
        for (const [index, subject] of subjects.entries()) {
          const { effects, jobs } = await count(stage, subject);
          if (jobs < effects) return 'the change is there and its job is not';
          if (jobs > effects) return 'a job of a change that never was';
          if ('value' in outcomes[index]! && effects === 0) return 'acknowledged and lost';
        }
        await stage.sql`delete from graphile_worker._private_jobs where payload->>'subject' = any(${subjects})`;
        return undefined;
      },
    };
  };

export const jobOnce: Scenario = {
  name: 'job-once',
  promise:
    'A job has its effect once, although workers take it from each other and come back from the dead (8)',
  prepare: zombies(leaveMark, asIs),
  broken: {
    'effect outside of finish': zombies(effectOutside, asIs),
    'owner not checked': zombies(leaveMark, ownerNotChecked),
  },
};

export const jobExists: Scenario = {
  name: 'job-exists',
  promise: 'A job exists if and only if the transaction that asked for it committed (8)',
  prepare: enqueued((ctx, subject) =>
    ctx.db.transaction(async (tx) => {
      await insertEffect(tx, 'change', subject);
      tx.withCommit(addJob(tx, jobName, { subject }));
    }),
  ),
  broken: {
    'enqueued after the commit': enqueued(async (ctx, subject) => {
      await ctx.db.transaction((tx) => insertEffect(tx, 'change', subject));
      await ctx.db.transaction((tx) => addJob(tx, jobName, { subject }));
    }),
    'enqueued on another connection before it': enqueued(async (ctx, subject) => {
      await ctx.db.transaction((tx) => addJob(tx, jobName, { subject }));
      await ctx.db.transaction((tx) => insertEffect(tx, 'change', subject));
    }),
  },
};
