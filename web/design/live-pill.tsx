import { useLiveState } from '../app/live.ts';
import { t } from '../app/words.ts';
import classes from './live-pill.module.css';

/** Whether what is shown is of now. */
export function LivePill() {
  const state = useLiveState();
  return (
    <span className={classes.pill} data-live={state} role="status">
      <i />
      {t(`live.${state}`)}
    </span>
  );
}
