import { parentPort, workerData } from 'node:worker_threads';
import { importFile } from '../import/import-file.ts';
import { percentOf } from '../import/progress.ts';
import { buildRegion } from '../region/build-region.ts';
import { saveRegion } from '../region/store.ts';
import { MapSourceError } from '../source/map-source.ts';
import { DEMO_TOWN } from '../town/create-demo-map.ts';
import { generateTown } from '../town/generate-town.ts';

/** What the thread is asked to make a map of. */
export interface ImportAsk {
  maps: string;
  /** Undefined: the demo town. */
  file: string | undefined;
  name: string;
  nowMs: number;
}

export type ImportWord = { percent: number } | { refused: string };

const { maps, file, name, nowMs } = workerData as ImportAsk;
let last = -1;
const tell = (word: ImportWord): void => parentPort?.postMessage(word);
const progress = (stage: string, share: number): void => {
  const percent = percentOf(stage, share);
  if (percent > last) tell({ percent });
  last = Math.max(last, percent);
};

try {
  const source = file ? await importFile(file, { name, onProgress: progress }) : generateTown(DEMO_TOWN);
  await saveRegion(maps, buildRegion(source, progress), new Date(nowMs));
} catch (error) {
  if (!(error instanceof MapSourceError)) throw error;
  tell({ refused: error.message });
}
