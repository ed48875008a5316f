import path from 'node:path';
import type { Context } from '../../platform/context.ts';
import { dbConfig } from '../../platform/db/db-config.ts';
import { folderStore, type FileStore } from '../../platform/files/file-store.ts';

/** Where the files of this deployment are. */
export const filesOf = ({ config }: Pick<Context, 'config'>): FileStore =>
  folderStore(path.resolve(config.get(dbConfig).dataFolder, 'files'));
