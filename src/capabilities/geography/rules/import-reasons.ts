/** Why no map was made, as programs know it. */
export const importReasons = [
  'not_a_map',
  'cut_short',
  'damaged',
  'no_streets',
  'disk_full',
  'out_of_memory',
  'stopped',
  'abandoned',
  'file_missing',
  'unexpected',
] as const;
export type ImportReason = (typeof importReasons)[number];

export interface ImportRefusal {
  reason: ImportReason;
  /** A sentence for a person. */
  failure: string;
}

const refusals = {
  disk_full: 'The disk of the server is full. Free some space, and bring the map again.',
  out_of_memory: 'The map is too large for the memory of this server. Use a smaller extract.',
  stopped:
    'The server was ended again and again while it made the map. Perhaps the map is too large for its memory.',
  abandoned: 'The rest of the file did not come within a day.',
  file_missing:
    'The file is not where this server looks for it. All processes of a deployment need the same data folder.',
  unexpected: 'The map could not be made; the log of the server says why.',
} satisfies Partial<Record<ImportReason, string>>;

export const refusal = (reason: keyof typeof refusals): ImportRefusal => ({
  reason,
  failure: refusals[reason],
});

/** What an error that is no fault of the file means. */
export function refusalOf(error: { code?: string | undefined; message?: string }): ImportRefusal {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return refusal('disk_full');
  if (error.code === 'ENOENT') return refusal('file_missing');
  if (
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ||
    /allocation failed|array length/i.test(error.message ?? '')
  )
    return refusal('out_of_memory');
  return refusal('unexpected');
}
