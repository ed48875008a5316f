import type { MetricCollector } from '../../platform/telemetry/metrics.ts';
import { countExceptions } from './queries/exceptions.ts';
import { readCounts } from './queries/state-counts.ts';
import { readTallies } from './queries/tallies.ts';
import { exceptionReasons } from './rules/exceptions.ts';
import { deliveryStates } from './schema.ts';

const byState =
  (key: 'entered' | 'present'): MetricCollector['collect'] =>
  async ({ db }) => {
    const counts = new Map((await readCounts(db.sql)).map((row) => [row.state, row[key]]));
    return deliveryStates.map((state) => ({ labels: { state }, value: counts.get(state) ?? 0 }));
  };

const tally =
  (name: 'offers' | 'promises', label: string, values: readonly string[]): MetricCollector['collect'] =>
  async ({ db }) => {
    const counts = new Map((await readTallies(db.sql, name)).map((row) => [row.label, row.count]));
    return values.map((value) => ({ labels: { [label]: value }, value: counts.get(value) ?? 0 }));
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
  {
    name: 'caravan_deliveries_offers_total',
    help: 'Offers to drivers, by what came of them',
    type: 'counter',
    labels: ['outcome'],
    collect: tally('offers', 'outcome', ['accepted', 'declined', 'expired', 'withdrawn']),
  },
  {
    name: 'caravan_deliveries_promises_total',
    help: 'Finished deliveries by whether they came in the promised time; the on-time rate is on_time over all',
    type: 'counter',
    labels: ['kept'],
    collect: tally('promises', 'kept', ['on_time', 'late']),
  },
  {
    name: 'caravan_deliveries_open_exceptions',
    help: 'Deliveries on the exceptions queue now',
    type: 'gauge',
    labels: ['reason'],
    async collect({ db }) {
      const counts = new Map((await countExceptions(db.sql)).map((row) => [row.exception, row.count]));
      return exceptionReasons.map((reason) => ({ labels: { reason }, value: counts.get(reason) ?? 0 }));
    },
  },
];
