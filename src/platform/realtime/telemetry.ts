import { Counter, Gauge } from 'prom-client';
import { registry } from '../telemetry/metrics.ts';
import type { HubStats } from './hub.ts';

interface Counted {
  stats(): HubStats;
}

const hubs = new Set<Counted>();

new Gauge({
  name: 'caravan_live_sockets',
  help: 'Live sockets that are open at this process',
  registers: [registry],
  collect() {
    this.set([...hubs].reduce((sum, hub) => sum + hub.stats().sockets, 0));
  },
});

const closedSlow = new Counter({
  name: 'caravan_live_closed_slow_total',
  help: 'Live sockets that were closed because they did not read fast enough',
  registers: [registry],
});

export const countClosedSlow = (): void => closedSlow.inc();

/** Counts a hub in until the returned function is called. */
export function countHub(hub: Counted): () => void {
  hubs.add(hub);
  return () => hubs.delete(hub);
}
