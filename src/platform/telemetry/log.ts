import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Members whose value never reaches a log, wherever they stand in the first levels. */
const masked = ['authorization', 'cookie', 'password', 'secret', 'token', 'proofCode', 'signature'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** JSON lines on standard output, one object each, ready for Loki or ELK. */
export function createLog(level: string, name = 'caravan'): Logger {
  return pino({
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: masked, censor: '***' },
  });
}

export const silentLog = (): Logger => pino({ level: 'silent' });
