import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../app/words.ts';
import classes from './dialog.module.css';

interface DialogProps {
  title: string;
  /** A width of the component library, or pixels. */
  size?: 'lg' | 'xl' | number;
  /** Its name is told to screen readers alone, and nothing stands around its content. */
  bare?: boolean;
  onClose(): void;
  children: ReactNode;
}

/** What comes before everything else until it is closed. Its head is no landmark, which the library's own would be. */
export function Dialog({ title, size = 'lg', bare = false, onClose, children }: DialogProps) {
  return (
    <Modal.Root
      opened
      lockScroll={false}
      onClose={onClose}
      size={size}
      yOffset={bare ? '12dvh' : '6dvh'}
      // Who types on without waiting types into what has just been opened.
      {...(bare && { transitionProps: { duration: 0 } })}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content radius="lg">
        <div className={bare ? 'unseen' : classes.head}>
          <Modal.Title>{title}</Modal.Title>
          {!bare && <Modal.CloseButton aria-label={t('close')} />}
        </div>
        <Modal.Body p={bare ? 0 : undefined}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
