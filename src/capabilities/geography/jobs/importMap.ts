import { z } from 'zod';
import { systemActor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import { defineJob, type RunningJob } from '../../../platform/jobs/job.ts';
import { enqueueImport } from '../actions/enqueueImport.ts';
import { endImport } from '../actions/endImport.ts';
import { releaseImport, takeImport } from '../actions/takeImport.ts';
import { mapsOf } from '../geography.ts';
import { makeMap, type MakingOf } from '../imports/make-map.ts';
import { keepLease } from '../imports/keep-lease.ts';
import { findImport, lockImport, type MapImport } from '../queries/map-imports.ts';
import { dropRegionFile, putInForce } from '../region/store.ts';
import { refusal } from '../rules/import-reasons.ts';

const actor = systemActor('geography.importMap');
const lookAgainMs = 2000;
/** Runs of one import that died with their process, before it counts as too much for this server. */
const deathsBorne = 3;

type Run = MapImport & { runner: string };
type Job = RunningJob<{ mapImportId: string }>;

/**
 * One map at a time, however many workers there are. A worker that dies leaves a lease that runs out, and a job that
 * another worker takes again; one that is stopped gives both back at once.
 */
export const importMap = defineJob({
  name: 'geography.importMap',
  meaning: 'Makes a map of a file that has arrived, or draws the demo town',
  payload: z.strictObject({ mapImportId: z.uuid() }),
  async run(job: Job) {
    const { ctx, payload } = job;
    const run = await takeImport(ctx, payload.mapImportId);
    if (!run) return waitForTurn(job);
    if (run.deaths >= deathsBorne) return settle(job, run, { refused: refusal('stopped') });
    const making = await makeUnderLease(job, run);
    if (making === 'lost') return;
    if (making === 'stopping') return giveBack(job, run);
    await settle(job, run, making);
  },
});

/** Another map is being made, or this one's lease has still to run out. */
async function waitForTurn({ ctx, payload: { mapImportId }, finish }: Job): Promise<void> {
  const one = await findImport(ctx.db.sql, mapImportId);
  if (one?.state !== 'waiting' && one?.state !== 'running') return;
  await finish(async (tx) => enqueueImport(tx, one.id, later(ctx)));
}

async function makeUnderLease({ ctx, signal }: Job, run: Run): Promise<MakingOf | 'lost' | 'stopping'> {
  await using lease = keepLease(ctx, run);
  try {
    return await makeMap(ctx, run, AbortSignal.any([signal, lease.lost]), lease.note);
  } catch (error) {
    if (lease.lost.aborted) return 'lost';
    if (signal.aborted) return 'stopping';
    throw error;
  }
}

/** The map comes into force only while the row says that it is this run's: a cancelled one never does. */
async function settle({ ctx, finish }: Job, run: Run, making: MakingOf): Promise<void> {
  const maps = mapsOf(ctx);
  const isOurs = await finish(async (tx) => {
    const one = await lockImport(tx, { id: run.id });
    if (one?.runner !== run.runner) return false;
    if ('made' in making) await putInForce(maps, making.made);
    await endImport(
      tx,
      one,
      'made' in making ? { state: 'done' } : { state: 'failed', ...making.refused },
      actor,
      ctx,
    );
    return true;
  });
  if (!isOurs && 'made' in making) await dropRegionFile(maps, making.made);
}

async function giveBack({ ctx, finish }: Job, run: Run): Promise<void> {
  await finish(async (tx) => {
    const one = await lockImport(tx, { id: run.id });
    if (one?.runner !== run.runner) return;
    await releaseImport(tx, one, ctx);
    enqueueImport(tx, run.id, later(ctx));
  });
}

const later = ({ clock }: Pick<Context, 'clock'>): Date => new Date(clock.nowMs() + lookAgainMs);
