import { Button, CopyButton, TextInput } from '@mantine/core';
import classes from './admin.module.css';
import { t } from './words.ts';

/** Something to hand over: shown whole, and copied with one press. */
export function SecretField({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.secret}>
      <TextInput
        label={label}
        readOnly
        value={value}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
