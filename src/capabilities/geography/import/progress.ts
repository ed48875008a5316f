/** Share of an import's time, in percent, that has passed when a stage begins and when it ends, as measured. */
const stages: Readonly<Record<string, readonly [from: number, to: number]>> = {
  relations: [0, 5],
  ways: [5, 12],
  nodes: [12, 28],
  streets: [28, 34],
  addresses: [34, 42],
  features: [42, 55],
  division: [55, 70],
  car: [70, 83],
  bike: [83, 91],
  foot: [91, 98],
};

/** How much of the whole is done, 0 to 100, when so much of a stage is done. */
export function percentOf(stage: string, share: number): number {
  const [from, to] = stages[stage] ?? [98, 100];
  return Math.round(from + share * (to - from));
}
