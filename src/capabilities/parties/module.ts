import { defineModule } from '../../platform/modules/manifest.ts';
import { partiesErrors } from './errors.ts';
import { partiesEvents } from './events.ts';
import { permissions } from './permissions.ts';
import { addMember } from './routes/addMember.ts';
import { archiveParty } from './routes/archiveParty.ts';
import { changeParty } from './routes/changeParty.ts';
import { createParty } from './routes/createParty.ts';
import { getParty } from './routes/getParty.ts';
import { listMembers } from './routes/listMembers.ts';
import { listParties } from './routes/listParties.ts';
import { removeMember } from './routes/removeMember.ts';

export const parties = defineModule({
  name: 'parties',
  summary: 'People and companies: customers, carriers, hosts, drivers',
  sensitive: ['name', 'email', 'phone', 'notes'],
  migrations: new URL('./migrations/', import.meta.url),
  errors: partiesErrors,
  permissions,
  events: Object.values(partiesEvents),
  routes: [
    createParty,
    listParties,
    getParty,
    changeParty,
    archiveParty,
    listMembers,
    addMember,
    removeMember,
  ],
});
