import { Counter } from 'prom-client';
import { registry } from '../../platform/telemetry/metrics.ts';
import type { Outcome } from './ingest.ts';

const positionsTotal = new Counter({
  name: 'caravan_tracking_positions_total',
  help: 'Positions by what became of them',
  labelNames: ['outcome'] as const,
  registers: [registry],
});

const setAsideTotal = new Counter({
  name: 'caravan_tracking_set_aside_total',
  help: 'Positions that cannot be true, by reason',
  labelNames: ['reason'] as const,
  registers: [registry],
});

export function countFixes(outcome: Outcome): void {
  if (outcome.accepted > 0) positionsTotal.inc({ outcome: 'accepted' }, outcome.accepted);
  if (outcome.duplicates > 0) positionsTotal.inc({ outcome: 'duplicate' }, outcome.duplicates);
  if (outcome.setAside.length === 0) return;
  positionsTotal.inc({ outcome: 'set_aside' }, outcome.setAside.length);
  for (const { reason } of outcome.setAside) setAsideTotal.inc({ reason });
}
