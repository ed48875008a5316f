import { session } from '../../app/session.ts';
import { becomeDemo } from '../../app/session-demo.ts';
import { forgetDriver, type RememberedDriver } from '../remembered.ts';
import { theEngine } from './driver-store.ts';

const AGAIN_MILLIS = 15_000;

/** The app opened without a session, perhaps without a network: takes it up as soon as there is one. */
export function takeUpSession({ partyId, name }: RememberedDriver): void {
  const attempt = async () => {
    await session.ready();
    if (session.current && session.current.partyId !== partyId) {
      forgetDriver();
      location.reload();
      return;
    }
    // In the demo anyone is anyone; a person with an account signs in again.
    if (!session.current && session.kind === 'demo')
      session.enter(await becomeDemo({ role: 'driver', partyId, name }));
    theEngine().kick();
  };
  const again = () => {
    attempt().catch(() => setTimeout(again, AGAIN_MILLIS));
  };
  again();
  addEventListener('online', again);
}
