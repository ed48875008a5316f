import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../app/words.ts';
import { Dialog } from './dialog.tsx';
import classes from './dialog.module.css';

interface ConfirmProps {
  title: string;
  /** What is lost, and whether it comes back. */
  detail: ReactNode;
  /** What the button does, in its own words. */
  action: string;
  pending: boolean;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something is done that cannot be taken back. */
export function Confirm({ title, detail, action, pending, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{detail}</p>
      <div className={classes.foot}>
        <Button color="red" loading={pending} onClick={onConfirm}>
          {action}
        </Button>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
