import type pg from 'pg';
import type { Transaction } from '../../../platform/db/database.ts';

const channel = 'caravan_rights';

/** Reaches every process of the deployment when, and only when, the transaction commits. Not sent until awaited. */
export const notifyRights = (tx: Transaction, notice: object) => tx`
  select pg_notify(${channel}, ${JSON.stringify(notice)})`;

export const listenForRights = (client: pg.Client): Promise<unknown> => client.query(`listen ${channel}`);

/** Says whether the link still lives. */
export const beat = (client: pg.Client): Promise<unknown> => client.query('select 1');
