import { workerData } from 'node:worker_threads';
import { createDemoMap } from '../../capabilities/geography/api.ts';

/** Runs in a thread of its own: drawing a town takes seconds in which the server has others to answer. */
const { dataFolder, nowMs } = workerData as { dataFolder: string; nowMs: number };
await createDemoMap(dataFolder, new Date(nowMs));
