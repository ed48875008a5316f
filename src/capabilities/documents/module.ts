import { defineModule } from '../../platform/modules/manifest.ts';
import { documentsConfig } from './config.ts';
import { documentsErrors } from './errors.ts';
import { documentsEvents } from './events.ts';
import { expireUploads } from './jobs/expireUploads.ts';
import { removeUpload } from './jobs/removeUpload.ts';
import { permissions } from './permissions.ts';
import { appendPart } from './routes/appendPart.ts';
import { getUpload } from './routes/getUpload.ts';
import { getUploadContent } from './routes/getUploadContent.ts';
import { startUpload } from './routes/startUpload.ts';

export const documents = defineModule({
  name: 'documents',
  summary: 'Files that people send: uploads that survive a bad network',
  migrations: new URL('./migrations/', import.meta.url),
  config: documentsConfig,
  errors: documentsErrors,
  permissions,
  events: Object.values(documentsEvents),
  routes: [startUpload, getUpload, appendPart, getUploadContent],
  jobs: [expireUploads, removeUpload],
});
