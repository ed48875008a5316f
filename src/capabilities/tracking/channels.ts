import { z } from 'zod';
import { scopeOf } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import {
  type BinaryReceiver,
  defineChannel,
  EVERYTHING,
  type LiveChannel,
  type LivePrincipal,
  type Receiver,
  type Refusal,
  type ViewScope,
} from '../../platform/realtime/api.ts';
import { Problem } from '../../platform/errors/problem.ts';
import { reportFixes } from './actions/reportFixes.ts';
import { allReachableDevices, reachableDevices } from './queries/devices.ts';
import { decodeBinary } from './rules/decode-binary.ts';
import { decodeJson, MAX_BATCH, positionInput } from './rules/decode-json.ts';
import { type Fix, type Kind, SOURCE } from './rules/fix.ts';

/** `vehicle:{id}` and `driver:{id}`: the position of one thing wherever it is. */
function deviceChannel(name: Kind): LiveChannel {
  return defineChannel({
    name,
    meaning: `Where one ${name} is, and what happens to it`,
    async authorize(ctx, actor, id) {
      if (!z.uuid().safeParse(id).success) return { refused: 'not_found' };
      const scope = scopeOf(actor, 'position:read');
      if (scope === undefined) return { refused: 'forbidden' };
      const reach = await reachableDevices(ctx.db.sql, { scope, actor }, [id]);
      return reach === null || reach.has(id) ? { watch: [id] } : { refused: 'not_found' };
    },
    idsOf(event) {
      if (event.entity === name) return [event.entityId];
      const { deviceId, kind } = event.payload;
      return event.entity === 'crossing' && kind === name ? [String(deviceId)] : [];
    },
  });
}

const geofenceChannel = defineChannel({
  name: 'geofence',
  meaning: 'Who enters, leaves and stays in one geofence',
  async authorize(_ctx, actor, id) {
    if (!z.uuid().safeParse(id).success) return { refused: 'not_found' };
    if (scopeOf(actor, 'position:read') !== 'all') return { refused: 'forbidden' };
    return { watch: [] };
  },
  idsOf: (event) => (event.entity === 'crossing' ? [String(event.payload['geofenceId'])] : []),
});

export const channels: readonly LiveChannel[] = [
  deviceChannel('vehicle'),
  deviceChannel('driver'),
  geofenceChannel,
];

/** The map shows everything to those who may see everything, and to others their own. */
export async function viewportScope(
  ctx: Context,
  { id, actor }: LivePrincipal,
): Promise<ViewScope | Refusal> {
  const scope = scopeOf(actor, 'position:read');
  if (scope === undefined) return { refused: 'forbidden' };
  if (scope === 'all') return EVERYTHING;
  const own = await allReachableDevices(ctx.db.sql, { scope, actor });
  return { key: id, visible: (deviceId) => own.has(deviceId) };
}

const positionsMessage = z.strictObject({
  type: z.literal('positions'),
  id: z.union([z.string(), z.number()]).optional(),
  positions: z.array(positionInput).min(1).max(MAX_BATCH),
});

async function take(ctx: Context, { actor }: LivePrincipal, fixes: readonly Fix[]): Promise<object> {
  const scope = scopeOf(actor, 'position:write');
  if (scope === undefined)
    return { type: 'error', code: 'forbidden', message: 'You may not report positions.' };
  try {
    return { type: 'accepted', ...(await reportFixes(ctx, { actor, scope }, fixes)) };
  } catch (error) {
    if (error instanceof Problem) return { type: 'error', code: error.code, message: error.message };
    throw error;
  }
}

const receivePositions =
  (ctx: Context): Receiver<LivePrincipal> =>
  async (principal, message) => {
    const parsed = positionsMessage.safeParse(message);
    if (!parsed.success) {
      return {
        type: 'error',
        code: 'bad_message',
        message: parsed.error.issues[0]?.message ?? 'wrong shape',
      };
    }
    return await take(
      ctx,
      principal,
      parsed.data.positions.map((position) => decodeJson(position, SOURCE.socket)),
    );
  };

/** After the type: the request's number (32 bits), then records of 40 bytes. */
const receiveBinary =
  (ctx: Context): BinaryReceiver<LivePrincipal> =>
  async (principal, bytes) => {
    const fixes = bytes.length < 4 ? null : decodeBinary(bytes.subarray(4), SOURCE.socket);
    if (fixes === null) return { type: 'error', code: 'bad_message', message: 'The batch is cut short.' };
    return { ...(await take(ctx, principal, fixes)), id: bytes.readUInt32LE(0) };
  };

export const BINARY_POSITIONS = 2;
export const receivers = new Map([['positions', receivePositions]]);
export const binaryReceivers = new Map([[BINARY_POSITIONS, receiveBinary]]);
