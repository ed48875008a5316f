import { t } from './words.ts';

/** The invented town is called by its name; any other map as its file was. */
export const sayMap = (name: string): string => (name === 'port-caravan' ? t('map.demo.name') : name);
