import type { HttpClient } from '../../../client/src/http.ts';
import { historyFaults } from '../../../simulator/history.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import type { ApiEvent } from '../../../simulator/types.ts';

/** A line that is written over itself on a terminal, and one every ten seconds elsewhere. */
export function showProgress(simulator: Simulator, quiet: boolean): { stop(): void } {
  if (quiet) return { stop() {} };
  const isTerminal = process.stderr.isTTY;
  const show = (): void => {
    const { drivers, delivered, failed, returned, positions } = simulator.stats();
    const line = `${simulator.ledger.openCount} open, ${delivered} delivered, ${failed} failed tries, ${returned} returned, ${drivers} drivers, ${positions} positions`;
    process.stderr.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  };
  const timer = setInterval(show, isTerminal ? 500 : 10_000);
  return {
    stop() {
      clearInterval(timer);
      if (isTerminal) process.stderr.write('\r\u001b[K');
    },
  };
}

/** Prints what became of the deliveries. @returns whether every history that was looked at is whole */
export async function showResult({
  simulator,
  api,
  seconds,
  json,
  check,
}: {
  simulator: Simulator;
  api: HttpClient;
  seconds: number;
  json: boolean;
  check: boolean;
}): Promise<boolean> {
  const counts = simulator.ledger.counts();
  const stats = simulator.stats();
  const checked = check ? await checkHistories(simulator, api) : undefined;
  const isWhole = !checked || checked.faults.length === 0;
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  if (json) {
    const histories = checked && { ...checked, faults: checked.faults.slice(0, 20) };
    out(JSON.stringify({ seconds: Math.round(seconds * 10) / 10, counts, stats, histories }));
    return isWhole;
  }
  for (const [state, count] of Object.entries(counts).sort(([, a], [, b]) => b - a))
    out(`${state.padEnd(12)} ${String(count).padStart(6)}`);
  out(`in ${seconds.toFixed(1)} s`);
  if (checked)
    out(
      isWhole
        ? `${checked.deliveries} histories with ${checked.events} events, every one whole and in order`
        : `${checked.faults.length} faults in ${checked.deliveries} histories:\n${checked.faults.slice(0, 20).join('\n')}`,
    );
  const told = Object.entries(stats).map(([name, value]) => `${name} ${value}`);
  out(told.join(', '));
  return isWhole;
}

async function checkHistories(
  { ledger }: Simulator,
  api: HttpClient,
): Promise<{ deliveries: number; events: number; faults: string[] }> {
  const faults: string[] = [];
  let [deliveries, events] = [0, 0];
  const ids = [...ledger.ids];
  const next = ids.values();
  const check = async (): Promise<void> => {
    for (const id of next) {
      const history: ApiEvent[] = [];
      for await (const event of api.list<ApiEvent>(`/v1/deliveries/${id}/events`, { limit: 200 }))
        history.push(event);
      deliveries++;
      events += history.length;
      for (const fault of historyFaults(history)) faults.push(`${id}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, check));
  return { deliveries, events, faults };
}
