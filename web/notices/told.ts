import { asFailureReason } from '../../client/src/failure-reasons.ts';
import type { Schema } from '../app/api.ts';
import { t } from './words.ts';

type Notice = Pick<Schema<'Notice'>, 'kind' | 'title' | 'detail'>;
type Tone = 'bad' | 'warn' | 'good' | 'calm';
type Telling =
  | 'failed'
  | 'late'
  | 'no_driver'
  | 'rescheduled'
  | 'returned'
  | 'joined'
  | 'offered'
  | 'given'
  | 'takenBack'
  | 'changed'
  | 'cancelled'
  | 'other';

const tones: Readonly<Record<Telling, Tone>> = {
  failed: 'bad',
  late: 'warn',
  no_driver: 'bad',
  rescheduled: 'warn',
  returned: 'calm',
  joined: 'good',
  offered: 'good',
  given: 'good',
  takenBack: 'warn',
  changed: 'warn',
  cancelled: 'bad',
  other: 'calm',
};
const byKind: Readonly<Record<string, Telling>> = {
  'deliveries.deliveryFailed': 'failed',
  'deliveries.parcelReturned': 'returned',
  'deliveries.driverCreated': 'joined',
  'deliveries.driverUnassigned': 'takenBack',
  'deliveries.deliveryChanged': 'changed',
  'deliveries.deliveryCancelled': 'cancelled',
};
const byDetail: ReadonlySet<string> = new Set(['late', 'no_driver', 'rescheduled', 'offered', 'given']);

/** The notice in the reader's language. What a later server tells and nobody here knows shows its title. */
export function tell({ kind, title, detail }: Notice): { tone: Tone; text: string; more: string } {
  const telling = byKind[kind] ?? (detail && byDetail.has(detail) ? (detail as Telling) : 'other');
  const reason = telling === 'failed' ? asFailureReason(detail) : undefined;
  return {
    tone: tones[telling],
    text: t(`told.${telling}`, { title }),
    more: reason ? t(`reason.${reason}`) : '',
  };
}
