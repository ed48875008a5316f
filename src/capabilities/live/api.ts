export { joinBackplane } from './backplane.ts';
export { type LiveSocket, type LiveSocketParts, startLiveSocket } from './live-socket.ts';
export { announceRights, rightsBusOf, rightsChanged, sessionEnded } from './rights-bus.ts';
export { listenToRights } from './rights-listener.ts';
export { issueTicket, TICKET_SECONDS } from './tickets.ts';
