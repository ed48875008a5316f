import { scopeOf } from '../../../platform/auth/actor.ts';
import { defineChannel } from '../../../platform/realtime/channel.ts';
import { notificationsEvents as events } from '../events.ts';

const office = 'office';

/** `notices:{party}` for oneself, `notices:office` for those who are told what concerns the office. */
export const noticesChannel = defineChannel({
  name: 'notices',
  meaning: 'That there is something new to know, or that it was read; ask the list for it',
  payload: 'hidden',
  async authorize(_ctx, actor, id) {
    const scope = scopeOf(actor, 'notice:read');
    if (scope === undefined) return { refused: 'forbidden' };
    if (id === office) return scope === 'own' ? { refused: 'forbidden' } : { watch: [] };
    return id === actor.partyId ? { watch: [] } : { refused: 'not_found' };
  },
  idsOf({ name, payload: { partyId } }) {
    if (name !== events.noticeGiven.name && name !== events.noticesRead.name) return [];
    return [typeof partyId === 'string' ? partyId : office];
  },
});
