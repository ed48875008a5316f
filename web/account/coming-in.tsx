import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../app/api.ts';
import { session, type Session } from '../app/session.ts';
import { type Outcome, sessionOf } from './guest.ts';

/** For pages whose link also signs in: where they lead to, and the second step when one is asked for. */
export function useComingIn(to = '/'): {
  asked: Schema<'FactorRequired'> | undefined;
  enter(next: Session): Promise<void>;
  come(outcome: Outcome): Promise<void>;
} {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Schema<'FactorRequired'>>();
  const enter = async (next: Session) => {
    session.enter(next);
    await navigate({ to: to as never });
  };
  const come = async (outcome: Outcome) => {
    if ('state' in outcome) setAsked(outcome);
    else await enter(sessionOf(outcome));
  };
  return { asked, enter, come };
}
