import { HttpClient } from '../../../client/src/http.ts';
import { ApiError } from '../../../client/src/problem.ts';

export type TokenSource = (role: string, partyId?: string) => Promise<string>;

/** Tokens from the server itself, which gives them in demo mode; undefined when it does not. */
export async function demoTokens(baseUrl: string): Promise<TokenSource | undefined> {
  const api = new HttpClient({ baseUrl, tries: 8 });
  const tokenFor: TokenSource = async (role, partyId) => {
    const body = { role, ...(partyId && { partyId }) };
    return (await api.post<{ token: string }>('/v1/demo/tokens', body)).token;
  };
  try {
    await tokenFor('dispatcher');
    return tokenFor;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
