import { defineModule } from '../../platform/modules/manifest.ts';
import { noticesChannel } from './channels/notices.ts';
import { notificationsConfig } from './config.ts';
import { notificationsEvents } from './events.ts';
import { dropOldNotices } from './jobs/dropOldNotices.ts';
import { permissions } from './permissions.ts';
import { listNotices } from './routes/listNotices.ts';
import { readAllNotices } from './routes/readAllNotices.ts';
import { readNotice } from './routes/readNotice.ts';

export const notifications = defineModule({
  name: 'notifications',
  summary: 'Notices: what a person should know of',
  sensitive: ['title'],
  migrations: new URL('./migrations/', import.meta.url),
  config: notificationsConfig,
  permissions,
  events: Object.values(notificationsEvents),
  routes: [listNotices, readNotice, readAllNotices],
  jobs: [dropOldNotices],
  channels: [noticesChannel],
});
