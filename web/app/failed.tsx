import { Button } from '@mantine/core';
import { ApiError } from '../../client/src/problem.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { t } from './words.ts';

/** A page that could not be shown; the words may be missing too when the very first request failed. */
export function Failed({ error, reset }: { error: unknown; reset?: () => void }) {
  const words = safely(() => ({
    title: t('error.title'),
    detail: error instanceof ApiError ? error.problem.detail : t('error.offline'),
    again: t('error.again'),
  })) ?? {
    title: 'Caravan does not answer',
    detail: 'Trying again helps as soon as you are connected.',
    again: 'Try again',
  };
  return (
    <main>
      <EmptyState title={words.title} detail={words.detail}>
        <Button onClick={() => (reset ? reset() : location.reload())}>{words.again}</Button>
      </EmptyState>
    </main>
  );
}

export function NotFound() {
  return (
    <main>
      <EmptyState title={t('error.unknown')}>
        <Button component="a" href="/app">
          {t('error.home')}
        </Button>
      </EmptyState>
    </main>
  );
}

function safely<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
