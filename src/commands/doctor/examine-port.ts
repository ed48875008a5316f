import { createServer } from 'node:net';
import type { Finding } from './finding.ts';

/** Whether the API could listen there now; a Caravan that answers there already is no fault. */
export async function examinePort(host: string, port: number): Promise<Finding[]> {
  if (port === 0) return [];
  const code = await tryListen(host, port);
  if (code === undefined) return [];
  const where = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    if (await isCaravan(host, port))
      return [
        {
          code: 'PORT_IS_OURS',
          severity: 'info',
          sentence: `A Caravan is running at ${where}.`,
          remedy: `Nothing to do; to start another one, choose another port: --port ${port + 1}`,
        },
      ];
    return [
      {
        code: 'PORT_IN_USE',
        severity: 'error',
        sentence: `Port ${where} is used by another program.`,
        remedy: `Stop that program (\`ss -ltnp 'sport = :${port}'\` names it), or choose another port: --port ${port + 1}`,
      },
    ];
  }
  if (code === 'EACCES')
    return [
      {
        code: 'PORT_NOT_ALLOWED',
        severity: 'error',
        sentence: `This user may not listen on port ${port}.`,
        remedy: 'Choose a port above 1023 with --port, and put a proxy in front for 443.',
      },
    ];
  return [
    {
      code: 'ADDRESS_NOT_HERE',
      severity: 'error',
      sentence: `This machine cannot listen on ${host} (${code}).`,
      remedy: 'Set CARAVAN_HOST to an address of this machine; 127.0.0.1 for itself alone, 0.0.0.0 for all.',
    },
  ];
}

function tryListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function isCaravan(host: string, port: number): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  try {
    const answer = await fetch(`http://${reachable}:${port}/health/live`, {
      signal: AbortSignal.timeout(2000),
    });
    return answer.ok && answer.headers.has('x-request-id');
  } catch {
    return false;
  }
}
