import { createTheme, MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { t } from './words.ts';

/** Short messages over every screen of the office; the driver's app says things where they happened. */
export default function ShortMessages() {
  const named = useMemo(
    () =>
      createTheme({
        components: {
          Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } },
        },
      }),
    [],
  );
  return (
    <MantineThemeProvider theme={named} inherit>
      <Notifications position="bottom-center" limit={4} />
    </MantineThemeProvider>
  );
}
