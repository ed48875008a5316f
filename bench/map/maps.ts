import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importFile } from '../../src/capabilities/geography/import/import-file.ts';
import { buildRegion } from '../../src/capabilities/geography/region/build-region.ts';
import { openRegion, type Region } from '../../src/capabilities/geography/region/region.ts';
import { generateTown } from '../../src/capabilities/geography/town/generate-town.ts';

export const DATA = fileURLToPath(new URL('../../../shared/data/geo/', import.meta.url));
export const EXTRACT = `${DATA}osm/liechtenstein-2024-03-04.osm.pbf`;

/** The real country, or undefined with a line that says why not. */
export async function liechtenstein(): Promise<{ region: Region; importSeconds: number } | undefined> {
  if (!existsSync(EXTRACT)) {
    process.stdout.write(`Skipped what needs the extract of Liechtenstein: ${EXTRACT} is not there.\n`);
    return undefined;
  }
  const start = performance.now();
  const region = openRegion(buildRegion(await importFile(EXTRACT, { name: 'liechtenstein' })));
  return { region, importSeconds: (performance.now() - start) / 1000 };
}

export function town(streetPoints: number): {
  /** Of the processor, which a busy machine does not change much. */
  cpuSeconds: number;
  region: Region;
  drawSeconds: number;
  buildSeconds: number;
  stages: Record<string, number>;
} {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const detailed = streetPoints <= 50_000;
  const source = generateTown({ name: `Town ${streetPoints}`, seed: 7, streetPoints, detailed });
  const drawn = performance.now();
  const stages: Record<string, number> = {};
  let last = { stage: '', at: drawn };
  const region = openRegion(
    buildRegion(source, (stage) => {
      if (stage === last.stage) return;
      if (last.stage) stages[last.stage] = Math.round(performance.now() - last.at) / 1000;
      last = { stage, at: performance.now() };
    }),
  );
  stages[last.stage] = Math.round(performance.now() - last.at) / 1000;
  const used = process.cpuUsage(cpu);
  return {
    region,
    cpuSeconds: (used.user + used.system) / 1e6,
    drawSeconds: (drawn - start) / 1000,
    buildSeconds: (performance.now() - drawn) / 1000,
    stages,
  };
}

/** Repeatable chance for pairs of places. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
