import { useEffect } from 'react';
import { live } from '../app/live.ts';
import { session } from '../app/session.ts';
import { isOffice, readAgain } from './data.ts';

const gatherMs = 700;

/** The bell counts at once; what comes together is asked for once. */
export function useLiveNotices(): void {
  const partyId = session.current?.partyId;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void readAgain();
      }, gatherMs);
    };
    const topics = [...(partyId ? [`notices:${partyId}`] : []), ...(isOffice() ? ['notices:office'] : [])];
    const ends = topics.map((topic) => live.listen(topic, hear));
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [partyId]);
}
