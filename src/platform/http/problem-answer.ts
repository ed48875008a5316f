import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { platformErrors } from '../errors/platform-errors.ts';
import { Problem } from '../errors/problem.ts';

/** Turns whatever was thrown into the problem that the client may see. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code = '', statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return platformErrors.body_too_large(
      'Send less at once, or use the upload or import that takes it in parts.',
    );
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return platformErrors.unsupported_media_type(
      'Send a content type that this operation takes; without another word in the reference, application/json.',
    );
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return platformErrors.invalid_request('Content-Length does not match the body.');
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH')
    return platformErrors.invalid_request('The address is not a valid URL.');
  if (statusCode === 400) return platformErrors.invalid_request('The request is not valid HTTP.');
  return (
    databaseProblem(code, error) ??
    refusedValue(code, error) ??
    platformErrors.internal_error('It was written to the log under this request id.', { cause: error })
  );
}

/** Values that the database refuses, and rows that others made first: a net below each operation's own checks. */
function refusedValue(code: string, cause: unknown): Problem | undefined {
  if (/^22(001|003|007|008|021|P02|P05)$/.test(code))
    return platformErrors.invalid_request('A value has a form or size that cannot be stored.', { cause });
  if (/^23(503|505|P01)$/.test(code))
    return platformErrors.conflict('It collides with what is already there.', { cause });
  return undefined;
}

/** SQLSTATE classes and driver codes that say: not now, rather than: never. */
function databaseProblem(code: string, cause: unknown): Problem | undefined {
  const retry = { headers: { 'retry-after': '2' }, cause };
  if (code === '53100' || code === 'ENOSPC')
    return platformErrors.disk_full('Nothing was changed. Free some space; it heals by itself.', retry);
  if (code === '57014')
    return platformErrors.overloaded('The database took too long. Nothing was changed.', retry);
  if (code === '40P01' || code === '40001' || code === '55P03')
    return platformErrors.conflict('Others changed the same records at this moment. Send it again.', retry);
  if (
    /^(08|57P0|53|25P03)/.test(code) ||
    /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code)
  )
    return platformErrors.database_unavailable(
      'Send it again with the same Idempotency-Key; it takes effect once at most.',
      retry,
    );
  return undefined;
}

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { errors, members, headers } = problem.extras;
  return reply
    .code(problem.status)
    .headers(headers ?? {})
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      JSON.stringify({
        type: `/docs/errors#${problem.code}`,
        title: problem.title,
        status: problem.status,
        code: problem.code,
        detail: problem.message,
        operation: request.routeOptions?.config?.operation,
        requestId: request.id,
        ...(errors && { errors }),
        ...members,
      }),
    );
}
