export { sealEntries } from './actions/sealEntries.ts';
export { signHead } from './actions/signCheckpoint.ts';
export { auditHooks } from './hooks.ts';
export { listAuditKeys, listCheckpoints } from './queries/checkpoints.ts';
export { securityStream } from './queries/entries.ts';
export { cefLine } from './rules/cef.ts';
export { exportCheckpoint, type ExportedCheckpoint } from './rules/checkpoint.ts';
export { showEntry } from './rules/show.ts';
export { parseStreamCursor, startCursor } from './rules/stream-cursor.ts';
export {
  securityEvent,
  securityEvents,
  securityKinds,
  type Outcome,
  type SecurityEvent,
  type SecurityKind,
} from './security-event.ts';
export { verifyTrail, type Verification } from './verify-trail.ts';
