import { call, type AnswerOf } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';

const guest = new HttpClient({ baseUrl: location.origin, tries: 3, timeoutMillis: 10_000 });
let asked: Promise<AnswerOf<'accounts.getEntrance'>> | undefined;

/** How one gets in here; asked once for a page, and again after a failure. */
export function entrance(): Promise<AnswerOf<'accounts.getEntrance'>> {
  asked ??= call(guest, 'accounts.getEntrance').catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}
