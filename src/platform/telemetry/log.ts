import { pino, type Logger as PinoLogger, type LoggerOptions } from 'pino';

export type Logger = PinoLogger;

/** Members whose value never reaches a log, wherever they stand in the first levels. */
const masked = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'newPassword',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'proofCode',
  'signature',
  'email',
  'mail',
  'phone',
];
/** The database repeats here what was sent: `Key (mail)=(ada@example.org) already exists`. */
const maskedOfErrors = ['detail', 'where', 'parameters', 'args', 'query'].map((name) => `err.${name}`);

const pathsOf = (name: string): string[] => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`];

const standardOutput = 1;
const flushMilliseconds = 250;
const warning = 40;

/**
 * JSON lines, one object each, ready for Loki or ELK. Lines below a warning are written together, 4 KB or a quarter
 * of a second at a time: a write for each request costs more than the request's own SQL. Warnings go out at once.
 * @param destination a file's path or descriptor; default standard output
 * @param sensitive further names of members that are masked
 */
export function createLog(
  level: string,
  destination: string | number = standardOutput,
  sensitive: readonly string[] = [],
): Logger {
  const stream = pino.destination({ dest: destination, sync: false, minLength: 4096 });
  setInterval(() => stream.flush(), flushMilliseconds).unref();
  const options: LoggerOptions = {
    level,
    base: { name: 'caravan', pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const log = pino(
    {
      ...options,
      redact: {
        paths: [...new Set([...masked, ...sensitive])].flatMap(pathsOf).concat(maskedOfErrors),
        censor: '***',
      },
      hooks: {
        logMethod(args, method, at) {
          method.apply(this, args);
          if (at >= warning) stream.flush();
        },
      },
    },
    stream,
  );
  accessLogs.set(log, pino(options, stream));
  return log;
}

const accessLogs = new WeakMap<Logger, Logger>();

/** Where a line for each request goes. Its members are chosen one by one, so no secret is looked for in them. */
export const accessLogOf = (log: Logger): Logger => accessLogs.get(log) ?? log;

export const silentLog = (): Logger => pino({ level: 'silent' });
