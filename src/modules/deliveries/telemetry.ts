import type { MetricCollector } from '../../platform/telemetry/metrics.ts';
import { readCounts } from './queries/state-counts.ts';
import { deliveryStates } from './schema.ts';

const byState =
  (key: 'entered' | 'present'): MetricCollector['collect'] =>
  async ({ db }) => {
    const counts = new Map((await readCounts(db.sql)).map((row) => [row.state, row[key]]));
    return deliveryStates.map((state) => ({ labels: { state }, value: counts.get(state) ?? 0 }));
  };

export const deliveriesMetrics: MetricCollector[] = [
  {
    name: 'caravan_deliveries_total',
    help: 'Deliveries that ever entered the state',
    type: 'counter',
    labels: ['state'],
    collect: byState('entered'),
  },
  {
    name: 'caravan_deliveries',
    help: 'Deliveries that are in the state now',
    type: 'gauge',
    labels: ['state'],
    collect: byState('present'),
  },
];
