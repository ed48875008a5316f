import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '../design/fonts.css';
import '../design/base.css';
import '../design/tokens.css';
import '../design/states.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { theme } from '../design/theme.ts';
import { language } from '../words/language.ts';
import { queryClient } from './api.ts';
import { preferences } from './preferences.ts';
import { router } from './router.ts';

document.documentElement.lang = language;
preferences.apply();

// A page that was open while the server was replaced asks for parts that are gone: the new page has its own.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('caravan.reloaded') ?? 0);
  if (Date.now() - last < 20_000) return;
  event.preventDefault();
  sessionStorage.setItem('caravan.reloaded', String(Date.now()));
  location.reload();
});

// When everything else is done; without a network there is nobody to tell.
setTimeout(
  () => void import('./page-speed.ts').then(({ measurePage }) => measurePage()).catch(() => undefined),
  3000,
);

const ShortMessages = lazy(() => import('./short-messages.tsx'));
const isDriver = location.pathname.startsWith('/app/driver');

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          {!isDriver && (
            <Suspense>
              <ShortMessages />
            </Suspense>
          )}
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
