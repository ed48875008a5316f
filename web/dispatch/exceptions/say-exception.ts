import type { AnswerOf } from '../../../client/src/api.ts';
import { useSayNew } from '../../app/say-new.ts';
import { t } from '../words.ts';

type Queue = AnswerOf<'deliveries.listExceptions'>;

export const sayException = ({ deliveryId, reference, reason }: Queue['items'][number]): string =>
  t(`exception.${reason}`, { name: reference ?? deliveryId.slice(-6) });

export const sayContact = (name: string): string => t('exceptions.contact', { name });

/** Whoever does not see the number on the tab grow hears what has come. */
export function useSayExceptions(queue: Queue | undefined): void {
  useSayNew(
    queue &&
      new Map([
        ...queue.items.map((one) => [`${one.deliveryId} ${one.reason}`, sayException(one)] as const),
        ...queue.driversOutOfContact.map((one) => [one.driverId, sayContact(one.name)] as const),
      ]),
  );
}
