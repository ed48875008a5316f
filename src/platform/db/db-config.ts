import { defineConfig } from '../config/config.ts';
import { durationSeconds, integer, text, url } from '../config/settings.ts';

export const dbConfig = defineConfig('CARAVAN', {
  dataFolder: text({
    default: 'data',
    env: 'CARAVAN_DATA',
    meaning: 'Folder of the embedded database, uploads and maps',
  }),
  databaseUrl: url({
    env: 'DATABASE_URL',
    protocols: ['postgresql', 'postgres'],
    meaning: 'A PostgreSQL server (15 or newer) to use instead of the embedded one',
  }),
  dbPoolSize: integer({
    default: 10,
    min: 1,
    max: 200,
    meaning: 'Database connections of one process for what it writes',
  }),
  dbReadPoolSize: integer({
    default: 4,
    min: 1,
    max: 200,
    meaning: 'Database connections of one process for what it reads; statements of one moment share them',
  }),
  dbStatementTimeoutSeconds: durationSeconds({
    default: 15,
    min: 0.1,
    meaning: 'Longest time of one statement',
  }),
  dbIdleInTransactionTimeoutSeconds: durationSeconds({
    default: 30,
    min: 1,
    meaning: 'Longest pause inside a transaction',
  }),
  dbConnectTimeoutSeconds: durationSeconds({
    default: 5,
    min: 1,
    meaning: 'Longest wait for a connection to open',
  }),
});
