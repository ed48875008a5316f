import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import classes from './admin.module.css';
import { isConflict, VersionConflict } from './version-conflict.tsx';
import { t } from './words.ts';

interface FormCardProps {
  submit: string;
  /** What sends it. */
  save: { isPending: boolean; error: unknown; mutate(): void };
  /** Whether what is filled in can be sent. */
  ready: boolean;
  /** Reads what somebody else saved meanwhile; where two may change the same thing. */
  onRead?(): void;
  onCancel(): void;
  children: ReactNode;
}

/** Fields, what went wrong with them, and the way on or out. */
export function FormCard({ submit, save, ready, onRead, onCancel, children }: FormCardProps) {
  const { error, isPending } = save;
  return (
    <form
      className={classes.card}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {children}
      {onRead && isConflict(error) ? (
        <VersionConflict onRead={onRead} />
      ) : (
        error !== null &&
        error !== undefined && (
          <p role="alert" className={classes.wrong}>
            {sentenceOf(error, tApp('error.offline'))}
          </p>
        )
      )}
      <div className={classes.bar}>
        <Button type="submit" loading={isPending} disabled={!ready}>
          {submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
