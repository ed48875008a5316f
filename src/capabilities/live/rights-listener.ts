import pg from 'pg';
import type { Context } from '../../platform/context.ts';
import { beat, listenForRights } from './queries/notify.ts';
import { type RightsNotice, rightsBusOf } from './rights-bus.ts';

const beatMilliseconds = 2000;
const retryMilliseconds = 300;
const timeoutMilliseconds = 3000;
const endingMilliseconds = 1000;

/**
 * Hears on a connection of its own what transactions anywhere say of rights and sessions. Without the connection
 * nothing may be remembered of them: `listening` of the bus is false meanwhile, and after it came back all is asked anew.
 */
export async function listenToRights(
  ctx: Pick<Context, 'db' | 'log'>,
  connectionString: string,
): Promise<() => Promise<void>> {
  const bus = rightsBusOf(ctx);
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString,
      application_name: 'caravan rights',
      connectionTimeoutMillis: timeoutMilliseconds,
      query_timeout: timeoutMilliseconds,
    });
    const lose = (error?: Error) => {
      if (client !== fresh) return;
      client = undefined;
      bus.listening = false;
      if (stopped) return;
      ctx.log.warn({ err: error }, 'The connection that hears of changed rights was lost');
      void closeQuietly(fresh);
      again();
    };
    fresh.on('error', lose);
    fresh.on('end', () => lose());
    fresh.on('notification', ({ payload }) => bus.receive(JSON.parse(payload ?? 'null') as RightsNotice));
    await fresh.connect();
    await listenForRights(fresh);
    if (stopped) {
      await fresh.end();
      return;
    }
    client = fresh;
    bus.listening = true;
    bus.receive({ what: 'recheck', userId: null });
    const watch = async () => {
      if (client !== fresh) return;
      await beat(fresh).then(() => {
        timer = setTimeout(() => void watch(), beatMilliseconds).unref();
      }, lose);
    };
    timer = setTimeout(() => void watch(), beatMilliseconds).unref();
  }
  function again(): void {
    timer = setTimeout(() => {
      if (!stopped) connect().catch(() => again());
    }, retryMilliseconds);
  }

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    bus.listening = false;
    if (client) await closeQuietly(client);
  };
}

/** A link that is dead already may never say that it has ended. */
async function closeQuietly(client: pg.Client): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, endingMilliseconds).unref());
  try {
    await Promise.race([client.end(), patience]);
  } catch {
    // It was lost; that is what was wanted.
  }
}
