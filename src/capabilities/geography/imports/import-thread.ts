import { access } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { importFile } from '../import/import-file.ts';
import { type ImportPhase, percentOf, phaseOf } from '../import/progress.ts';
import { buildRegion } from '../region/build-region.ts';
import { type NewRegionFile, writeRegion } from '../region/store.ts';
import { type ImportRefusal, refusalOf } from '../rules/import-reasons.ts';
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

export type ImportWord =
  | { phase: ImportPhase; percent: number }
  | { made: NewRegionFile }
  | { refused: ImportRefusal; cause?: string };

const { maps, file, name, nowMs } = workerData as ImportAsk;
let last = -1;
const tell = (word: ImportWord): void => parentPort?.postMessage(word);
const progress = (stage: string, share: number): void => {
  const percent = percentOf(stage, share);
  if (percent > last) tell({ phase: phaseOf(stage), percent });
  last = Math.max(last, percent);
};

try {
  // That it is not there is no fault of the file.
  if (file) await access(file);
  const source = file ? await importFile(file, { name, onProgress: progress }) : generateTown(DEMO_TOWN);
  const region = buildRegion(source, progress);
  progress('saving', 0);
  tell({ made: await writeRegion(maps, region, new Date(nowMs)) });
} catch (error) {
  if (error instanceof MapSourceError) tell({ refused: { reason: error.reason, failure: error.message } });
  else tell({ refused: refusalOf(error as NodeJS.ErrnoException), cause: String((error as Error).stack) });
}
