import { Switch } from '@mantine/core';
import { Dialog } from '../../design/dialog.tsx';
import { useState } from 'react';
import { keyOf, singleKeys, type Command } from '../keys.ts';
import { t } from '../words.ts';
import classes from './palette.module.css';

/** Every key, on one sheet. */
export function Help({ onClose }: { onClose(): void }) {
  const [on, setOn] = useState(singleKeys.on);
  return (
    <Dialog title={t('help.title')} size="lg" onClose={onClose}>
      <dl className={classes.keys}>
        {Object.entries(keyOf).map(([command, key]) => (
          <div key={command}>
            <dt>{t(`key.${command as Command}`)}</dt>
            <dd>
              <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('key.list')}</dt>
          <dd>
            <kbd>↑</kbd> <kbd>↓</kbd>
          </dd>
        </div>
      </dl>
      <Switch
        mt={16}
        label={t('help.singleKeys')}
        checked={on}
        onChange={({ currentTarget }) => {
          singleKeys.set(currentTarget.checked);
          setOn(currentTarget.checked);
        }}
      />
    </Dialog>
  );
}
