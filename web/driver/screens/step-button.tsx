import { type MouseEvent, type ReactNode, useEffect, useSyncExternalStore } from 'react';
import buttons from './button.module.css';

/** Longer than two taps of one finger lie apart, shorter than it takes to read the next button. */
const REST_MILLIS = 600;

let resting = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const set = (next: boolean) => {
  resting = next;
  for (const listener of listeners) listener();
};

/** The next step stands where the last one was: a tap that comes twice must not do both. */
export function rest(): void {
  clearTimeout(timer);
  timer = setTimeout(() => set(false), REST_MILLIS);
  set(true);
}

const useResting = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => resting,
  );

/** For what comes up under the finger, and what is under it when that has gone. */
export function useRestAround(): void {
  useEffect(() => {
    rest();
    return rest;
  }, []);
}

interface StepButtonProps {
  kind: 'primary' | 'secondary';
  onPress(): void;
  disabled?: boolean;
  children: ReactNode;
}

/** A button that does something that cannot be taken back. */
export function StepButton({ kind, onPress, disabled = false, children }: StepButtonProps) {
  const waits = useResting();
  const press = ({ detail }: MouseEvent) => {
    // A key is not pressed twice by a wet finger: its click counts no taps.
    if (resting && detail > 0) return;
    rest();
    onPress();
  };
  return (
    <button
      type="button"
      className={buttons[kind]}
      disabled={disabled}
      aria-disabled={waits || undefined}
      onClick={press}
    >
      {children}
    </button>
  );
}
