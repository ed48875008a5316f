export { joinBackplane } from './backplane.ts';
export { type LiveSocket, type LiveSocketParts, startLiveSocket } from './live-socket.ts';
export { rightsChanged, sessionEnded } from './rights-bus.ts';
export { issueTicket, TICKET_SECONDS } from './tickets.ts';
