import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { platformErrors } from '../errors/platform-errors.ts';
import type { Problem } from '../errors/problem.ts';

/** Answers what is no request at all, so that even there a client finds a problem and its code. */
export function answerRawError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, title, code, message } = problemOf(error.code ?? '');
  const body = JSON.stringify({ type: `/docs/errors#${code}`, title, status, code, detail: message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function problemOf(code: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return platformErrors.headers_too_large('Headers may have 16 KiB in all.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return platformErrors.request_timeout('Send the whole request without long pauses.');
  return platformErrors.invalid_request('The request is not valid HTTP.');
}
