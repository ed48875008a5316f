import { t } from '../app/words.ts';
import type { DeliveryState } from '../../client/src/delivery-states.ts';
import type { DriverState } from './states.ts';
import classes from './state-mark.module.css';

/** The colour of a state as a dot with its name: never the colour alone. */
export function StateMark({ state, quiet = false }: { state: DeliveryState; quiet?: boolean }) {
  return (
    <span className={quiet ? classes.quiet : classes.mark} data-state={state}>
      <i />
      {t(`state.${state}`)}
    </span>
  );
}

export function DriverMark({ state }: { state: DriverState }) {
  return (
    <span className={classes.quiet} data-state={state}>
      <i />
      {t(`driver.${state}`)}
    </span>
  );
}
