import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t as tApp } from '../../app/words.ts';
import type { ActionDeclaration } from '../data/lifecycle.ts';
import { sayAction } from '../say-action.ts';
import { sayReason } from '../say-reason.ts';
import { t } from '../words.ts';
import classes from './panel.module.css';

interface ReasonFormProps {
  action: ActionDeclaration;
  onDone(input: Record<string, unknown>): Promise<void>;
  onCancel(): void;
}

/** Why: kept in the history, told to whom it concerns. */
export function ReasonForm({ action, onDone, onCancel }: ReasonFormProps) {
  const [reason, setReason] = useState('');
  const declared = action.input.properties?.['reason'] as { enum?: string[] } | undefined;
  const needed = action.input.required?.includes('reason') ?? false;
  return (
    <form
      className={classes.reason}
      onKeyDown={({ key }) => key === 'Escape' && onCancel()}
      onSubmit={(event) => {
        event.preventDefault();
        void onDone(reason.trim() ? { reason: reason.trim() } : {});
      }}
    >
      {declared?.enum ? (
        <Select
          size="xs"
          data-autofocus
          label={t('reason')}
          comboboxProps={{ withinPortal: false }}
          data={declared.enum.map((value) => ({ value, label: sayReason(value) }))}
          value={reason || null}
          onChange={(value) => setReason(value ?? '')}
        />
      ) : (
        <TextInput
          size="xs"
          autoFocus
          label={t('reason')}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      )}
      <Button size="xs" type="submit" disabled={needed && !reason}>
        {sayAction(action)}
      </Button>
      <Button size="xs" variant="subtle" onClick={onCancel}>
        {tApp('close')}
      </Button>
    </form>
  );
}
