import { Button } from '@mantine/core';
import { ApiError } from '../../client/src/problem.ts';
import classes from './admin.module.css';
import { t } from './words.ts';

export const isConflict = (error: unknown): boolean => error instanceof ApiError && error.status === 412;

/** Somebody else was faster: nothing was saved over theirs. */
export function VersionConflict({ onRead }: { onRead(): void }) {
  return (
    <div role="alert" className={classes.conflict}>
      <p>
        <b>{t('conflict.title')}</b> {t('conflict.more')}
      </p>
      <Button variant="default" onClick={onRead}>
        {t('conflict.read')}
      </Button>
    </div>
  );
}
