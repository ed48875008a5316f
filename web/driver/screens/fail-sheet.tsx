import { useState } from 'react';
import { t } from '../words.ts';
import buttons from './button.module.css';
import { Sheet } from './sheet.tsx';
import classes from './sheet.module.css';

const reasons = [
  'nobody_there',
  'no_access',
  'address_not_found',
  'refused',
  'damaged',
  'vehicle_broken',
  'weather',
  'other',
] as const;

interface FailSheetProps {
  onFail(input: { reason: string; notes?: string }): void;
  onClose(): void;
}

/** Why a try failed: one tap; more only if there is more to say. */
export function FailSheet({ onFail, onClose }: FailSheetProps) {
  const [notes, setNotes] = useState('');
  const choose = (reason: string) => {
    onFail({ reason, ...(notes.trim() && { notes: notes.trim() }) });
    onClose();
  };
  return (
    <Sheet title={t('fail.title')} onClose={onClose}>
      <label className={classes.field}>
        <span>{t('fail.notes')}</span>
        <textarea rows={2} maxLength={500} value={notes} onChange={({ target }) => setNotes(target.value)} />
      </label>
      <div className={classes.reasons}>
        {reasons.map((reason) => (
          <button key={reason} type="button" className={buttons.secondary} onClick={() => choose(reason)}>
            {t(`fail.${reason}`)}
          </button>
        ))}
      </div>
    </Sheet>
  );
}
