export {
  securityEvent,
  securityEvents,
  securityKinds,
  type Outcome,
  type SecurityEvent,
  type SecurityKind,
} from './security-event.ts';
