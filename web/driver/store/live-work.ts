import { live } from '../../app/live.ts';
import type { Engine } from '../offline/engine.ts';
import { readDay } from '../offline/database.ts';

interface Happened {
  entity: string;
  id: string;
  /** The version of the thing after it. */
  sequence: number;
  /** When a phone says that it happened; null: it was done elsewhere. */
  deviceTime: string | null;
}

/** What is new for this driver is read as soon as it happens, unless this phone did it and knows. */
export function followWork(engine: Engine, driverId: string): { isHeard(): boolean } {
  const topic = `work:${driverId}`;
  const hear = async (happened: Happened) => {
    if (!(await isKnown(engine, happened))) engine.kick();
  };
  live.follow(
    topic,
    () => engine.kick(),
    ({ data }) => void hear(data as Happened),
  );
  return { isHeard: () => live.hears(topic) };
}

async function isKnown({ db }: Engine, { entity, id, sequence, deviceTime }: Happened): Promise<boolean> {
  if (deviceTime === null) return false;
  const held =
    entity === 'delivery' ? (await db.get('deliveries', id))?.delivery : await readDay(db, 'driver');
  return held?.id === id && held.version >= sequence;
}
