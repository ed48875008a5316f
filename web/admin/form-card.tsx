import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { sentenceOf } from '../app/api.ts';
import { t as tApp } from '../app/words.ts';
import classes from './admin.module.css';
import { isConflict, VersionConflict } from './version-conflict.tsx';
import { t } from './words.ts';

interface FormCardProps {
  submit: string;
  pending: boolean;
  /** Whether what is filled in can be sent. */
  ready: boolean;
  error: unknown;
  /** Reads what somebody else saved meanwhile; where two may change the same thing. */
  onRead?(): void;
  onSubmit(): void;
  onCancel(): void;
  children: ReactNode;
}

/** Fields, what went wrong with them, and the way on or out. */
export function FormCard({
  submit,
  pending,
  ready,
  error,
  onRead,
  onSubmit,
  onCancel,
  children,
}: FormCardProps) {
  return (
    <form
      className={classes.card}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
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
        <Button type="submit" loading={pending} disabled={!ready}>
          {submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
