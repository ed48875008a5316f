import type { ScenarioOptions } from '../live/figures.ts';
import { measureFrames } from '../web/frames.ts';

export const name = 'web-frames';

/** Of `web` the frames alone. */
export const run = (options: ScenarioOptions): Promise<void> => measureFrames(options, name);
