import type { ScenarioOptions } from '../live/figures.ts';
import { measureList } from '../web/list.ts';

export const name = 'web-list';

/** Of `web` the list of a million deliveries alone. */
export const run = (options: ScenarioOptions): Promise<void> => measureList(options, name);
