import { type AnswerOf, call } from '../../../client/src/api.ts';
import { HttpClient } from '../../../client/src/http.ts';

/** What is down is told with 503, and that report is just what is wanted here: it passes as an answer. */
const http = new HttpClient({
  baseUrl: location.origin,
  tries: 1,
  timeoutMillis: 8000,
  async fetch(address, options) {
    const answer = await fetch(address, options);
    const isReport =
      answer.status === 503 && answer.headers.get('content-type')?.includes('application/json');
    return isReport ? new Response(answer.body, { headers: answer.headers }) : answer;
  },
});

/** @throws when the server does not answer at all */
export const readHealth = (): Promise<AnswerOf<'platform.readiness'>> => call(http, 'platform.readiness');
