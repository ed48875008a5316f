import { useEffect } from 'react';
import { useLiveState } from '../../app/live.ts';
import { session } from '../../app/session.ts';
import { Bell } from '../../notices/bell.tsx';
import { readAgain, useUnreadCount } from '../../notices/data.ts';
import { useLiveNotices } from '../../notices/hear.ts';

/** Only where the live connection does not tell. */
const everyMs = 20_000;

export function DriverBell() {
  useLiveNotices();
  const told = useLiveState() === 'open' && session.current !== null;
  useEffect(() => {
    if (told) void readAgain();
  }, [told]);
  return <Bell count={useUnreadCount(told ? undefined : everyMs)} />;
}
