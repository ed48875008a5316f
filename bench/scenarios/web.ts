import { spawnSync } from 'node:child_process';
import type { ScenarioOptions } from '../live/figures.ts';
import { measureOpening } from '../web/first-sight.ts';
import { measureFrames } from '../web/frames.ts';
import { measurePages } from '../web/pages.ts';
import { measureTwoWindows } from '../web/two-windows.ts';

export const name = 'web';

/** PERF-9: the bytes of each area and the public pages. PERF-10: frames. `--parts=bytes,pages,opening,frames,windows` takes some. */
export async function run(options: ScenarioOptions): Promise<void> {
  const wanted = (part: string) => options.parts === undefined || options.parts.includes(part);
  if (wanted('bytes')) measureBytes(options);
  if (wanted('pages')) await measurePages(options, name);
  if (wanted('opening')) await measureOpening(options, name);
  if (wanted('frames')) await measureFrames(options, name);
  if (wanted('windows')) await measureTwoWindows(options, name);
}

function measureBytes({ out }: ScenarioOptions): void {
  const report = spawnSync(process.execPath, ['scripts/web/report.ts'], { encoding: 'utf8' });
  for (const bytes of report.stdout.split('\n').filter(Boolean))
    out({ scenario: name, figure: `bytes, ${bytes.split(' ')[0]}`, bytes });
}
