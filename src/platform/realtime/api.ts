export * from './contracts.ts';
export type { Bounds } from './grid.ts';
export { Hub, type HubOptions, type HubStats } from './hub.ts';
export { MemoryEvents } from './memory-events.ts';
export { CLOSE, DEFAULT_LIMITS, ERROR_CODES, type ErrorCode, type Limits } from './protocol.ts';
export type { PositionUpdate } from './subjects.ts';
export { attachUpgrade, type UpgradeOptions } from './upgrade.ts';
export { EVERYTHING, type ViewScope } from './views.ts';
