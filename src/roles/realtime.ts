import type { FastifyInstance } from 'fastify';
import { refreshActor } from '../capabilities/accounts/api.ts';
import { type LiveSocket, startLiveSocket } from '../capabilities/live/api.ts';
import { binaryReceivers, receivers, rightsEvents, viewportScope } from '../capabilities/tracking/api.ts';
import type { Authenticator } from '../platform/auth/actor.ts';
import type { Context } from '../platform/context.ts';
import { manifests } from './modules.ts';

/** The live socket with the topics of every module and the positions of the tracking capability. */
export async function startRealtime(
  server: FastifyInstance,
  ctx: Context,
  authenticator: Authenticator,
): Promise<LiveSocket> {
  return await startLiveSocket(server, ctx, {
    channels: manifests.flatMap(({ channels = [] }) => channels),
    authenticator,
    viewport: viewportScope,
    rightsEvents,
    refreshActor,
    receivers,
    binaryReceivers,
  });
}
