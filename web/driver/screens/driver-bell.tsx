import { Bell } from '../../notices/bell.tsx';
import { useUnreadCount } from '../../notices/data.ts';

/** As often as the stops are asked for: a socket of its own would cost the battery more than it is worth. */
const everyMs = 20_000;

export const DriverBell = () => <Bell count={useUnreadCount(everyMs)} />;
