import type { Words } from '../catalogue.ts';
import en from './en.ts';

export default { ...en } satisfies Words<typeof en>;
