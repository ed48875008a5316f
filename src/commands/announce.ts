export interface Announcement {
  /** Undefined when this process answers no requests. */
  address: string | undefined;
  demo: boolean;
  /** The simulated fleet, when there is one. */
  fleet: { drivers: number; speed: number } | undefined;
  dataFolder: string;
  roles: readonly string[];
}

/** The lines that a person waits for. The first one is also what scripts look for. */
export function announce({ address, demo, fleet, dataFolder, roles }: Announcement): void {
  if (!address) {
    process.stdout.write(`Caravan is ready (${roles.join(', ')})\n`);
    return;
  }
  const shown = address.replace('127.0.0.1', 'localhost');
  const seconds = (performance.now() / 1000).toFixed(1);
  const lines = [
    `Caravan is ready at ${shown}  (${seconds} s)`,
    '',
    `  Watch       ${shown}/`,
    `  Reference   ${shown}/docs`,
    ...(demo
      ? [
          `  Be anyone   curl ${shown}/v1/demo/tokens -H 'content-type: application/json' -d '{"role":"dispatcher"}'`,
          '              roles: dispatcher, driver, customer, support, admin; the page copies tokens too',
        ]
      : [`  A token     bin/caravan token --role dispatcher --data ${dataFolder}`]),
    ...(fleet
      ? [
          `  Fleet       ${fleet.drivers} simulated drivers at ${fleet.speed} times real speed; --speed 10, --no-simulator`,
        ]
      : []),
    `  Data        ${dataFolder}`,
    '',
    ...(demo
      ? ['  This is a demo: whoever reaches this address may act as anyone. Never use it for real work.']
      : []),
    '  Ctrl+C stops it; what is in it stays.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
