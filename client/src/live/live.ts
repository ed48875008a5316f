export { FrameError, type FrameVisitor, readFrame } from './frames.ts';
export {
  LiveClient,
  type LiveClientOptions,
  type LiveEvent,
  type LiveState,
  type PositionsAnswer,
} from './live-client.ts';
export {
  type DevicePosition,
  PositionQueue,
  type PositionQueueOptions,
  type PositionStore,
} from './position-queue.ts';
export { type LivePosition, World, type WorldChange } from './world.ts';
