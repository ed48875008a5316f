import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import { importPhases } from '../import/progress.ts';
import type { MapImport, MapImportNow } from '../queries/map-imports.ts';
import { importReasons } from './import-reasons.ts';

const time = z.iso.datetime();

export const mapImport = z
  .strictObject({
    id,
    state: z.enum(['receiving', 'waiting', 'running', 'done', 'failed', 'cancelled']).meta({
      description:
        'While receiving, the parts of the file are sent to its upload; only one import runs at a time',
    }),
    source: z.enum(['file', 'demo']),
    name: z.string().meta({ description: 'Of the map that it becomes; one of the same name is replaced' }),
    fileName: z.string().nullable(),
    sizeBytes: z.int(),
    receivedBytes: z.int(),
    uploadId: id.nullable().meta({
      description: 'Where the parts of the file go: PATCH /v1/uploads/{id}, by who announced it alone',
    }),
    startedBy: z.string(),
    phase: z.enum(importPhases).nullable().meta({ description: 'What it is at while it runs' }),
    percent: z.int().meta({ description: 'Of the work after the last byte' }),
    remainingSeconds: z
      .int()
      .nullable()
      .meta({ description: 'Expected until it is done; null while that cannot be said' }),
    stalled: z.boolean().meta({
      description:
        'It runs, and its process has not been heard of for seconds: another takes over within a minute',
    }),
    reason: z.enum(importReasons).nullable().meta({ description: 'Why it failed' }),
    failure: z.string().nullable().meta({ description: 'Why it failed, for a person' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'MapImport', description: 'A map on its way in' });

export function showImport(
  one: MapImport & Partial<MapImportNow>,
  receivedBytes: number,
): z.input<typeof mapImport> {
  const { state, sizeBytes, percent, phase, stalled = false } = one;
  return {
    id: one.id,
    state,
    source: one.source,
    name: one.name,
    fileName: one.fileName,
    sizeBytes,
    receivedBytes: state === 'waiting' || state === 'running' || state === 'done' ? sizeBytes : receivedBytes,
    uploadId: state === 'receiving' ? one.uploadId : null,
    startedBy: one.startedBy,
    phase: state === 'running' ? phase : null,
    percent,
    remainingSeconds: state === 'running' && !stalled ? remaining(one.runningSeconds ?? 0, percent) : null,
    stalled,
    reason: one.reason,
    failure: one.failure,
    createdAt: one.createdAt.toISOString(),
    updatedAt: one.updatedAt.toISOString(),
  };
}

/** The shares of the phases are measured, so what is left takes as long for each percent as what was done. */
function remaining(runningSeconds: number, percent: number): number | null {
  if (percent < 5 || runningSeconds < 1) return null;
  return Math.ceil((runningSeconds * (100 - percent)) / percent);
}
