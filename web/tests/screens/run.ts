import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openRestingDemo } from '../../../scripts/web/demo-for-pictures.ts';
import { openOffice } from '../../../scripts/web/office-for-pictures.ts';
import { type Screen, screens } from '../../../scripts/web/screens.ts';
import { hasChromium, openBrowser } from '../browser.ts';
import { buildWebApp } from '../../../scripts/web/build-web-app.ts';
import { blindSpots } from './blind-spots.ts';
import { look } from './look.ts';

interface Wanted {
  name: string;
  screen: Screen;
}

/** One waits for its server while another one reads. */
const atOnce = 3;

/**
 * For `npm run check -- axe [--only driver,admin] [--screen map] [--times]`: every screen of the list that the pictures
 * are taken from, in both colours and both shapes, with axe and as a screen reader hears it.
 */
export async function run(): Promise<{ ok: boolean; summary: string; details?: string }> {
  if (!hasChromium) return { ok: false, summary: 'there is no Chromium here: apt-get install chromium' };
  const { values } = parseArgs({
    strict: false,
    options: { only: { type: 'string' }, screen: { type: 'string' }, times: { type: 'boolean' } },
  });
  const wanted = wantedScreens(values.only as string | undefined, values.screen as string | undefined);
  await buildWebApp();
  const plain = await openBrowser();
  const drawing = await openBrowser({ maps: true });
  // The instance with accounts is up long before the fleet of the demo drives.
  const office = wanted.some(({ screen }) => screen.office) ? openOffice() : undefined;
  const demo = wanted.some(({ screen }) => !screen.office) ? openRestingDemo() : undefined;
  for (const opening of [office, demo]) opening?.catch(() => undefined);
  try {
    const blind = await blindSpots(plain);
    if (blind.length > 0)
      return { ok: false, summary: 'planted faults are not seen', details: blind.join('\n') };
    let looks = 0;
    const wrong: string[] = [];
    const queue = wanted.sort((a, b) => rank(a.screen) - rank(b.screen)).values();
    const work = async () => {
      for (const { name, screen } of queue) {
        const host = await (screen.office ? office : demo);
        if (!host) continue;
        const started = performance.now();
        const by: Browser = screen.drawn ? drawing : plain;
        const seen = await look(by, host, screen).catch((error: Error) => ({
          looks: 0,
          wrong: [error.message],
        }));
        looks += seen.looks;
        wrong.push(...seen.wrong.map((line) => `${name}: ${line}`));
        const milliseconds = Math.round(performance.now() - started);
        if (values.times) say(`${name} ${milliseconds} ms, ${seen.wrong.length} wrong`, ...seen.wrong);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    const summary = `${wanted.length} screens, ${looks} looks in light and dark, ${wrong.length} findings`;
    return { ok: wrong.length === 0, summary, details: wrong.join('\n') };
  } finally {
    await Promise.allSettled([plain.close(), drawing.close()]);
    for (const opening of [office, demo]) await opening?.then((host) => host.close()).catch(() => undefined);
  }
}

const say = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
const rank = ({ office = false, drawn = false }: Screen): number => (office ? 0 : drawn ? 1 : 2);

function wantedScreens(areas: string | undefined, names: string | undefined): Wanted[] {
  return Object.entries(screens)
    .filter(([area]) => !areas || areas.split(',').includes(area))
    .flatMap(([area, list]) => list.map((screen) => ({ name: `${area} ${screen.name}`, screen })))
    .filter(({ screen }) => !names || names.split(',').includes(screen.name));
}
