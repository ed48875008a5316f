import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { EmptyState } from '../design/empty-state.tsx';
import { Entrance, EntranceCard } from '../design/entrance.tsx';
import { sentenceOf } from './api.ts';
import { PartIsGone, readPageAgain } from './part.ts';
import { t } from './words.ts';

/** A page that could not be shown; the words may be missing too when the very first request failed. */
export function Failed({ error, reset }: { error: unknown; reset?: () => void }) {
  useEffect(() => {
    // The server was replaced: the new page has its own parts.
    if (error instanceof PartIsGone) readPageAgain();
  }, [error]);
  const words = safely(() => ({
    title: t('error.title'),
    detail: sentenceOf(error, t('error.offline')),
    again: t('error.again'),
  })) ?? {
    title: 'Caravan does not answer',
    detail: 'Trying again helps as soon as you are connected.',
    again: 'Try again',
  };
  return (
    <main>
      <EmptyState alone title={words.title} detail={words.detail}>
        <Button onClick={() => (reset ? reset() : location.reload())}>{words.again}</Button>
      </EmptyState>
    </main>
  );
}

export function NotFound() {
  return (
    <Entrance>
      <EntranceCard title={t('error.unknown')}>
        <Button component="a" href="/app" size="md">
          {t('error.home')}
        </Button>
      </EntranceCard>
    </Entrance>
  );
}

function safely<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
