import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { sentenceOf } from '../app/api.ts';
import { t } from '../app/words.ts';
import classes from './admin.module.css';

const shownMs = 12_000;

/** Says that something was done, and takes it back when asked; `undo` answers what is to be said then. */
export function sayWithUndo(message: string, undo: () => Promise<string>): void {
  const id = notifications.show({
    autoClose: shownMs,
    message: (
      <span className={classes.undo}>
        {message}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo().then(
              (done) => notifications.show({ message: done }),
              (error: unknown) =>
                notifications.show({ message: sentenceOf(error, t('error.offline')), color: 'red' }),
            );
          }}
        >
          {t('undo')}
        </Button>
      </span>
    ),
  });
}
