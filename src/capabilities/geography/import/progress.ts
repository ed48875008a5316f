/** What an import is at, as a person would say it. */
export const importPhases = ['reading', 'streets', 'addresses', 'drawing', 'ordering', 'saving'] as const;
export type ImportPhase = (typeof importPhases)[number];

/** Share of an import's time, in percent, that has passed when a stage begins and when it ends, as measured. */
const stages: Readonly<Record<string, readonly [phase: ImportPhase, from: number, to: number]>> = {
  relations: ['reading', 0, 5],
  ways: ['reading', 5, 12],
  nodes: ['reading', 12, 28],
  streets: ['streets', 28, 34],
  addresses: ['addresses', 34, 42],
  features: ['drawing', 42, 55],
  division: ['ordering', 55, 70],
  car: ['ordering', 70, 83],
  bike: ['ordering', 83, 91],
  foot: ['ordering', 91, 98],
};
const last = ['saving', 98, 99] as const;

/** How much of the whole is done, 0 to 99, when so much of a stage is done. */
export function percentOf(stage: string, share: number): number {
  const [, from, to] = stages[stage] ?? last;
  return Math.round(from + share * (to - from));
}

export const phaseOf = (stage: string): ImportPhase => (stages[stage] ?? last)[0];
