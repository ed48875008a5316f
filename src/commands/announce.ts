/** The lines that a person waits for. The first one is also what scripts look for. */
export function announce({
  address,
  demo,
  roles,
}: {
  address: string | undefined;
  demo: boolean;
  dataFolder: string;
  roles: readonly string[];
}): void {
  if (!address) {
    process.stdout.write(`Caravan is ready (${roles.join(', ')})\n`);
    return;
  }
  const shown = address.replace('127.0.0.1', 'localhost');
  const seconds = (performance.now() / 1000).toFixed(1);
  const lines = [
    `Caravan is ready at ${shown}  (${seconds} s)`,
    `  API reference   ${shown}/docs`,
    `  A token         bin/caravan token --role dispatcher`,
    ...(demo
      ? ['  Demo mode: anyone who can reach this address may act as anyone. Never use it for real work.']
      : []),
    '  Ctrl+C stops it',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
