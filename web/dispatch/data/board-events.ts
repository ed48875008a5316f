import { useEffect } from 'react';
import type { LiveEvent } from '../../../client/src/live/live.ts';
import { api, queryClient } from '../../app/api.ts';
import { live } from '../../app/live.ts';
import { countSoon, deliveryCounts } from './counts.ts';
import { dayOf } from './days.ts';
import { oneDelivery, openDeliveries, spread } from './deliveries.ts';
import { routeOf } from './drivers.ts';

const gatherMillis = 400;
/** Read one by one; when more has happened, everything shown is read again. */
const readAtOnce = 16;

/** Everyone's changes as they happen: what others do stands on this board a moment later. */
export function useBoardEvents(): void {
  useEffect(() => {
    const touched = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const ids = [...touched];
      touched.clear();
      void follow(ids);
    };
    const hear = ({ data }: LiveEvent) => {
      touched.add((data as { id: string }).id);
      countSoon();
      timer ??= setTimeout(flush, gatherMillis);
    };
    const stop = live.listen('deliveries', hear);
    // After a gap in the connection nothing that is shown may be taken for true.
    let wasOpen = live.state === 'open';
    const stopState = live.onState(() => {
      if (live.state === 'open' && !wasOpen) void readAgain();
      wasOpen = live.state === 'open';
    });
    return () => {
      stop();
      stopState();
      clearTimeout(timer);
    };
  }, []);
}

async function follow(ids: readonly string[]): Promise<void> {
  if (ids.length > readAtOnce) return readAgain();
  const read = await Promise.allSettled(ids.map((id) => api('deliveries.getDelivery', { path: { id } })));
  const fresh = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const touched = new Set(fresh.flatMap(({ id, driverId }) => [driverId, holderOf(id)]));
  spread(fresh);
  for (const id of ids)
    void queryClient.invalidateQueries({
      queryKey: oneDelivery(id).queryKey,
      predicate: ({ queryKey }) => queryKey.length > 2,
    });
  void queryClient.invalidateQueries({ queryKey: ['exceptions'] });
  // A route is planned anew for each driver whose row is in sight; those whom nothing happened to keep theirs.
  for (const driverId of touched)
    if (driverId) {
      void queryClient.invalidateQueries({ queryKey: routeOf(driverId).queryKey });
      void queryClient.invalidateQueries({ queryKey: dayOf(driverId).queryKey });
    }
}

/** Who held it as far as this board knew. */
const holderOf = (id: string): string | null | undefined =>
  queryClient.getQueryData(openDeliveries.queryKey)?.find((delivery) => delivery.id === id)?.driverId;

let reading: Promise<unknown> | undefined;
let isOutdated = false;
async function readAgain(): Promise<void> {
  // What happens while a reading is under way may not be in it.
  if (reading) isOutdated = true;
  reading ??= Promise.all([
    queryClient.invalidateQueries({ queryKey: ['deliveries'] }),
    queryClient.invalidateQueries({ queryKey: openDeliveries.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['delivery'] }),
    queryClient.invalidateQueries({ queryKey: ['exceptions'] }),
    queryClient.invalidateQueries({ queryKey: ['day'] }),
    queryClient.invalidateQueries({ queryKey: deliveryCounts.queryKey }),
  ])
    // A flood is answered by one reading every few seconds.
    .then(() => new Promise((resolve) => setTimeout(resolve, 2000)))
    .finally(() => {
      reading = undefined;
      if (isOutdated) void readAgain();
      isOutdated = false;
    });
  await reading;
}
