import { useState } from 'react';
import { failureReasons, type FailureReason } from '../../../client/src/failure-reasons.ts';
import { t } from '../words.ts';
import { Sheet } from './sheet.tsx';
import classes from './sheet.module.css';
import { StepButton } from './step-button.tsx';

interface FailSheetProps {
  onFail(input: { reason: FailureReason; notes?: string }): void;
  onClose(): void;
}

/** Why a try failed: one tap; more only if there is more to say. */
export function FailSheet({ onFail, onClose }: FailSheetProps) {
  const [notes, setNotes] = useState('');
  const choose = (reason: FailureReason) => {
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
        {failureReasons.map((reason) => (
          <StepButton key={reason} kind="secondary" onPress={() => choose(reason)}>
            {t(`reason.${reason}`)}
          </StepButton>
        ))}
      </div>
    </Sheet>
  );
}
