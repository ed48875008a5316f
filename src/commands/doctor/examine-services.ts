import { connect } from 'node:net';
import type { Config } from '../../platform/config/config.ts';
import type { Finding } from './finding.ts';

const defaultPorts: Record<string, number> = {
  'redis:': 6379,
  'rediss:': 6379,
  'amqp:': 5672,
  'amqps:': 5671,
  'smtp:': 25,
  'smtps:': 465,
  'http:': 80,
  'https:': 443,
};
const patienceMilliseconds = 3000;

/** Every service whose address is set, the database aside: does anything listen there? */
export async function examineServices(config: Config): Promise<Finding[]> {
  const asked = config
    .describe()
    .filter(
      ({ env, kind, value }) => kind === 'address' && env !== 'DATABASE_URL' && typeof value === 'string',
    )
    .map(({ env, value }) => examineService(env, new URL(value as string)));
  return (await Promise.all(asked)).flat();
}

async function examineService(env: string, { protocol, hostname, port }: URL): Promise<Finding[]> {
  const number = Number(port) || defaultPorts[protocol];
  if (number === undefined) return [];
  const reason = await tryConnect(hostname, number);
  if (reason === undefined) return [];
  return [
    {
      code: 'SERVICE_UNREACHABLE',
      severity: 'error',
      sentence: `Nothing answers at ${hostname}:${number} (${reason}), which ${env} names.`,
      remedy: `Start that service, correct ${env}, or leave it out: Caravan works without.`,
    },
  ];
}

function tryConnect(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reason: string | undefined) => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(patienceMilliseconds, () => end(`no answer within ${patienceMilliseconds / 1000} s`));
    socket.once('connect', () => end(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
