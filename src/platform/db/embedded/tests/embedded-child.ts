/* A process of its own that holds an embedded server: `embedded-child.ts FOLDER [SETTINGS_JSON]`; obeys lines on stdin. */
import { createInterface } from 'node:readline';
import { startEmbedded } from '../start-embedded.ts';

const [folder, settings = '{}'] = process.argv.slice(2);
if (folder === undefined) throw new Error('FOLDER needed');
const tell = (event: string, fields: object): void =>
  void process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
const log = {
  info: (fields: object, message: string) => tell('log', { message, ...fields }),
  warn: (fields: object, message: string) => tell('log', { message, ...fields }),
  error: (fields: object, message: string) => tell('log', { message, ...fields }),
};

try {
  const server = await startEmbedded({
    folder,
    log,
    settings: JSON.parse(settings) as Record<string, string>,
  });
  const { connection, url, superuser, adopted } = server;
  server.onExit((reason) => tell('exit', { reason }));
  const stop = async (): Promise<void> => {
    await server.stop();
    tell('stopped', {});
    process.exit(0);
  };
  process.on('SIGINT', () => tell('interrupted', {}));
  const commands: Record<string, () => unknown> = {
    stop,
    pid: () => tell('pid', { pid: server.pid }),
    die: () => process.exit(7),
  };
  createInterface(process.stdin).on('line', (line) => void commands[line]?.());
  tell('started', { pid: server.pid, connection, url, superuser, adopted });
} catch (error) {
  const { name, message, code } = error as Error & { code?: string };
  tell('refused', { name, message, code });
  process.exitCode = 1;
}
