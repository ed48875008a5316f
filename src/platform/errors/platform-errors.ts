import { defineErrors } from './problem.ts';

/** What any operation may answer. */
export const platformErrors = defineErrors({
  invalid_request: { status: 400, title: 'The request is not valid' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  csv_not_readable: { status: 400, title: 'The CSV file cannot be read' },
  invalid_cursor: { status: 400, title: 'The cursor is not valid' },
  not_authenticated: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'This is not allowed to you' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This method is not available here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'This conflicts with the present state' },
  illegal_transition: { status: 409, title: 'The action is not possible in this state' },
  request_in_flight: { status: 409, title: 'The same request is still being worked on' },
  precondition_failed: { status: 412, title: 'It was changed by someone else meanwhile' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not accepted' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  database_unavailable: { status: 503, title: 'The database is not available' },
  disk_full: { status: 503, title: 'The disk is full' },
  overloaded: { status: 503, title: 'Too much work at the moment' },
  shutting_down: { status: 503, title: 'This process is stopping' },
});
