import { Notifications } from '@mantine/notifications';

/** Short messages over every screen of the office; the driver's app says things where they happened. */
export default function ShortMessages() {
  return <Notifications position="bottom-center" limit={4} />;
}
