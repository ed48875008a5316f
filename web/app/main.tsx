import '../design/first-parts.css';
import '../design/fonts.css';
import '../design/base.css';
import '../design/tokens.css';
import '../design/states.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { theme } from '../design/theme.ts';
import { language } from '../words/language.ts';
import { queryClient } from './api.ts';
import { preferences } from './preferences.ts';
import { router } from './router.ts';
import { loadProblemWords } from './say-problem.ts';

document.documentElement.lang = language;
preferences.apply();

// When everything else is done; without a network there is nobody to tell.
setTimeout(
  () => void import('./page-speed.ts').then(({ measurePage }) => measurePage()).catch(() => undefined),
  3000,
);

void loadProblemWords().catch(() => undefined);

// As a transition, so that a slow phone draws and answers between the steps of it.
startTransition(() =>
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  ),
);
