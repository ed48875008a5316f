import { Bell } from './bell.tsx';
import { useUnreadCount } from './data.ts';
import { useLiveNotices } from './hear.ts';

/** In the office there is a live connection anyway. */
export function OfficeBell() {
  useLiveNotices();
  return <Bell count={useUnreadCount()} />;
}
