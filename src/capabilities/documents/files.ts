import path from 'node:path';
import type { Context } from '../../platform/context.ts';
import { dbConfig } from '../../platform/db/db-config.ts';
import { folderStore, type FileStore } from '../../platform/files/file-store.ts';

/** The bytes of an upload as a file of this machine, for who reads here and there in it. */
export const pathOfData = (ctx: Pick<Context, 'config'>, uploadId: string): string =>
  filesOf(ctx).pathOf(uploadId);

/** Where the files of this deployment are. */
export const filesOf = ({ config }: Pick<Context, 'config'>): FileStore =>
  folderStore(path.resolve(config.get(dbConfig).dataFolder, 'files'));
