import { createRequire } from 'node:module';
import type * as Library from 'ioredis';

const require = createRequire(import.meta.url);

/** Loaded where a deployment has a Redis; one that has none keeps its memory. */
export const redisLibrary = (): typeof Library => require('ioredis') as typeof Library;
