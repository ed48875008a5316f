import { useState } from 'react';
import { act } from '../store/deeds.ts';
import { useView, type View } from '../store/driver-store.ts';
import { t } from '../words.ts';
import classes from './button.module.css';
import { sayNotKept } from './say-not-kept.ts';
import { StepButton } from './step-button.tsx';

type WorkAction = 'startShift' | 'endShift' | 'goOnline' | 'goOffline' | 'startBreak' | 'endBreak';
interface Work {
  entity: 'driver' | 'shift';
  id: string;
  action: WorkAction;
}

/** Shift where one is planned, otherwise plain beginning and end of work; breaks in between, with stops to do as well. */
export function workOf({ driver, shift, stops }: View): Work[] {
  if (!driver) return [];
  const { id, state } = driver;
  // On the server one is busy until the last delivery is done; here it is done when nothing is left to do.
  const free = state === 'online' || (state === 'busy' && stops.length === 0);
  const work: Work[] = [];
  if (shift?.state === 'planned' && state === 'offline')
    work.push({ entity: 'shift', id: shift.id, action: 'startShift' });
  else if (state === 'offline' && shift?.state !== 'active')
    work.push({ entity: 'driver', id, action: 'goOnline' });
  if (state === 'online' || state === 'busy') work.push({ entity: 'driver', id, action: 'startBreak' });
  if (state === 'on_break') work.push({ entity: 'driver', id, action: 'endBreak' });
  if (shift?.state === 'active' && free) work.push({ entity: 'shift', id: shift.id, action: 'endShift' });
  else if (free && state === 'online') work.push({ entity: 'driver', id, action: 'goOffline' });
  return work;
}

export function WorkButtons() {
  const view = useView();
  const [problem, setProblem] = useState('');
  const run = async ({ entity, id, action }: Work) => {
    setProblem('');
    try {
      // Safari keeps data of pages that nobody asked it to keep for a week only.
      if (action === 'startShift' || action === 'goOnline') void navigator.storage?.persist?.();
      await act(entity, id, action);
    } catch (error) {
      setProblem(sayNotKept(error));
    }
  };
  return (
    <div className={classes.stack}>
      {workOf(view).map((work, index) => (
        <StepButton
          key={work.action}
          kind={index === 0 ? 'primary' : 'secondary'}
          onPress={() => void run(work)}
        >
          {t(`action.${work.action}`)}
        </StepButton>
      ))}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
