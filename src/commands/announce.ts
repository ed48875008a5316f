export interface Announcement {
  /** Undefined when this process answers no requests. */
  address: string | undefined;
  demo: boolean;
  /** Makes the first admin; undefined when there are users. */
  setupLink: string | undefined;
  /** The simulated fleet, when there is one. */
  fleet: { drivers: number; speed: number } | undefined;
  dataFolder: string;
  roles: readonly string[];
}

/** The lines that a person waits for. The first one is also what scripts look for. */
export function announce({ address, demo, setupLink, fleet, dataFolder, roles }: Announcement): void {
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
    `  Web app     ${shown}/app  (dispatch, drivers, administration)`,
    `  Reference   ${shown}/docs`,
    ...(demo
      ? [
          `  Be anyone   curl ${shown}/v1/demo/tokens -H 'content-type: application/json' -d '{"role":"dispatcher"}'`,
          '              roles: dispatcher, driver, customer, support, admin; the page copies tokens too',
        ]
      : [
          ...(setupLink === undefined
            ? []
            : [
                `  First admin ${setupLink}`,
                '              the link makes one admin, once; it ends in a day or at the next start',
              ]),
          `  A token     bin/caravan token --role dispatcher --data ${dataFolder}`,
        ]),
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
