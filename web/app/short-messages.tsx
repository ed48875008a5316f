import { MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { t } from './words.ts';

/** Short messages over every screen of the office; the driver's app says things where they happened. */
export default function ShortMessages() {
  const closeButtonProps = { 'aria-label': t('close') };
  return (
    <MantineThemeProvider theme={{ components: { Notification: { defaultProps: { closeButtonProps } } } }}>
      <Notifications position="bottom-center" limit={4} />
    </MantineThemeProvider>
  );
}
