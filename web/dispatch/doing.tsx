import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { ApiError } from '../../client/src/problem.ts';
import { api, queryClient, sentenceOf, type Schema } from '../app/api.ts';
import { sayProblem } from '../app/say-problem.ts';
import { t as tApp } from '../app/words.ts';
import { lifecycles, act, wayBack, type ActionDeclaration } from './data/lifecycle.ts';
import { Against, handOn, isHeld } from './data/hand-on.ts';
import { oneDelivery, spread, type Delivery } from './data/deliveries.ts';
import { sayAction } from './say-action.ts';
import { sayConstraint } from './say-constraint.ts';
import { titleOf } from './say.ts';
import { t } from './words.ts';

export interface Doing {
  busy: boolean;
  /** Somebody else was faster; what is shown is theirs now. */
  conflict: boolean;
  /** Never over what was not seen: the version that is on this screen goes along. */
  run(delivery: Delivery, action: string, input?: Record<string, unknown>): Promise<boolean>;
  say(words: string): void;
}

/** Doing one thing with one delivery: with its answer, its way back, and the truth when somebody else was faster. */
export function useDoing(): Doing {
  const [busy, setBusy] = useState(false);
  const [conflict, setConflict] = useState(false);
  const run = useCallback(async (delivery: Delivery, action: string, input: Record<string, unknown> = {}) => {
    setBusy(true);
    setConflict(false);
    try {
      tell(delivery, await carryOut(delivery, action, input), action);
      return true;
    } catch (error) {
      const outdated = error instanceof ApiError && error.status === 412;
      setConflict(outdated);
      if (outdated) await readAgain(delivery.id);
      else if (error instanceof Against) offerAnyway(against(error.reasons), delivery, input);
      else if (mayOverride(error, action, input)) offerAnyway(sayAgainst(error), delivery, input);
      else refuse(error);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, conflict, run, say: (message) => void notifications.show({ message }) };
}

export function refuse(error: unknown): void {
  notifications.show({ color: 'red', role: 'alert', message: sentenceOf(error, tApp('error.offline')) });
}

/** Something speaks against this driver, and nobody has said yet that it does not matter. */
const mayOverride = (
  error: unknown,
  action: string,
  { override }: Record<string, unknown>,
): error is ApiError =>
  error instanceof ApiError &&
  error.code === 'driver_not_available' &&
  action === 'assignDriver' &&
  !override;

/** Whoever has it already hands it on. */
const carryOut = (delivery: Delivery, action: string, input: Record<string, unknown>): Promise<Delivery> =>
  action === 'assignDriver' && isHeld(delivery) && typeof input['driverId'] === 'string'
    ? handOn(delivery, { ...input, driverId: input['driverId'] })
    : act(delivery, action, input);

const against = (reasons: Schema<'Candidate'>['ruledOutBy']): string =>
  t('against.title', { reasons: reasons.map(sayConstraint).join('; ') });

function sayAgainst({ problem }: ApiError): string {
  const reasons = (problem['ruledOutBy'] ?? []) as Schema<'Candidate'>['ruledOutBy'];
  return reasons.length > 0 ? against(reasons) : sayProblem(problem);
}

function offerAnyway(words: string, delivery: Delivery, input: Record<string, unknown>): void {
  const id = `anyway-${delivery.id}`;
  const anyway = async () => {
    notifications.hide(id);
    try {
      tell(delivery, await carryOut(delivery, 'assignDriver', { ...input, override: true }), 'assignDriver');
    } catch (error) {
      refuse(error);
    }
  };
  notifications.show({
    id,
    color: 'red',
    role: 'alert',
    autoClose: 12_000,
    message: <Done words={words} label={t('candidates.anyway')} undo={anyway} />,
  });
}

export async function readAgain(id: string): Promise<void> {
  spread([await api('deliveries.getDelivery', { path: { id } })]);
  void queryClient.invalidateQueries({ queryKey: oneDelivery(id).queryKey });
}

function tell(before: Delivery, after: Delivery, action: string): void {
  const known = queryClient.getQueryData(lifecycles.queryKey)?.find(({ entity }) => entity === 'delivery');
  const actions = (known?.actions ?? []) as unknown as ActionDeclaration[];
  const back = takesBack(actions, before, after);
  const declared = actions.find(({ name }) => name === action);
  const id = `done-${after.id}-${after.version}`;
  const undo = async () => {
    notifications.hide(id);
    try {
      if (back) await carryOut(after, back.action, back.input);
    } catch (error) {
      refuse(error);
    }
  };
  notifications.show({
    id,
    autoClose: 8000,
    message: (
      <Done
        words={t('done', { action: declared ? sayAction(declared) : action, name: titleOf(after) })}
        {...(back && { undo })}
      />
    ),
  });
}

/** What was handed on goes back to who had it. */
function takesBack(actions: ActionDeclaration[], before: Delivery, after: Delivery) {
  if (!isHeld(before) || !isHeld(after) || !before.driverId) return wayBack(actions, before, after);
  const input = { driverId: before.driverId, accept: before.state === 'accepted', override: true };
  return { action: 'assignDriver', input };
}

interface DoneProps {
  words: string;
  undo?: () => Promise<void>;
  /** Of the button, where it does something else than taking back. */
  label?: string;
}

/** What was done, and the button that takes it back. */
export function Done({ words, undo, label = tApp('undo') }: DoneProps) {
  return (
    <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
      <span>{words}</span>
      {undo && (
        <Button size="compact-xs" variant="light" style={{ flex: 'none' }} onClick={() => void undo()}>
          {label}
        </Button>
      )}
    </span>
  );
}
