import { createLazyRoute } from '@tanstack/react-router';
import { session } from '../../app/session.ts';
import { registerWorker } from '../pwa/register.ts';
import { remember, rememberedDriver } from '../remembered.ts';
import { takeUpSession } from '../store/session-again.ts';
import { openDriver } from '../store/driver-store.ts';
import { load } from '../words.ts';
import { Frame } from './frame.tsx';

const Route = createLazyRoute('/driver')({ component: Frame });

/** Everything that the screens need is on the device when this resolves; the network may be away. */
export async function open() {
  const { current } = session;
  const fresh =
    current?.partyId && current.roles.includes('driver')
      ? { partyId: current.partyId, name: current.name }
      : null;
  if (fresh) remember(fresh);
  const driver = fresh ?? rememberedDriver();
  if (!driver) throw new Error('Nobody drives with this phone');
  await Promise.all([load(), openDriver(driver)]);
  if (!fresh) takeUpSession(driver);
  registerWorker();
  return Route;
}
