import { Button, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { t } from './words.ts';

/** While something is read, when that failed, and then what was read. */
export function Reading<Data>({
  query,
  children,
}: {
  query: UseQueryResult<Data>;
  children(data: Data): ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loader aria-label={tApp('loading')} type="dots" />;
  return (
    <EmptyState title={t('failed')} detail={sentenceOf(query.error, tApp('error.offline'))}>
      <Button variant="default" onClick={() => void query.refetch()}>
        {t('again')}
      </Button>
    </EmptyState>
  );
}
