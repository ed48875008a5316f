export { type LiveSocket, type LiveSocketParts, startLiveSocket } from './live-socket.ts';
export { issueTicket, TICKET_SECONDS } from './tickets.ts';
