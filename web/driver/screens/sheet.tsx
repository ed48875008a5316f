import X from 'lucide-react/icons/x';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../words.ts';
import classes from './sheet.module.css';
import { useRestAround } from './step-button.tsx';

interface SheetProps {
  title: string;
  onClose(): void;
  children: ReactNode;
}

/** Comes up from below, where the thumb is; the browser's own dialog keeps the focus and closes on Escape. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useRestAround();
  useEffect(() => {
    const { current } = dialog;
    if (!current?.open) current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog ref={dialog} className={classes.sheet} aria-labelledby={name} onClose={onClose}>
      <header>
        <h2 id={name}>{title}</h2>
        <button type="button" aria-label={t('close')} onClick={onClose}>
          <X size={24} />
        </button>
      </header>
      {children}
    </dialog>
  );
}
